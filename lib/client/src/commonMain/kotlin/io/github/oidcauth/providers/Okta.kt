package io.github.oidcauth.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.servers.ProviderUrlParts
import kotlin.jvm.JvmStatic

/** Okta ("Authorization servers"). */
public object Okta {
    /** The custom authorization server that each organization has from the start. */
    public const val DEFAULT_SERVER: String = "default"

    /**
     * The organization's own server at [domain], such as `acme.okta.com`. Its access tokens are for Okta's own APIs and opaque to
     * everybody else.
     *
     * @throws io.github.oidcauth.InvalidConfigException when [domain] is no host name.
     */
    @JvmStatic
    @Throws(AuthException::class)
    public fun org(domain: String): Provider = Provider("Okta", issuer(domain))

    /**
     * The custom authorization server [id] at [domain]: such as `aus9s3ami4MRoqQR90h7`, or [DEFAULT_SERVER].
     *
     * @throws io.github.oidcauth.InvalidConfigException when [domain] is no host name, or [id] none of a server.
     */
    @JvmStatic
    @Throws(AuthException::class)
    public fun customServer(
        domain: String,
        id: String,
    ): Provider =
        Provider("Okta", "${issuer(domain)}/oauth2/${ProviderUrlParts.segment("The id of an Okta authorization server", id)}")

    private fun issuer(domain: String) = "https://${ProviderUrlParts.host("The domain of an Okta organization", domain)}"
}
