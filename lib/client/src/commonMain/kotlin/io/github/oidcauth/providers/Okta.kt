package io.github.oidcauth.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.servers.ProviderUrlParts
import kotlin.jvm.JvmStatic

/** Okta ("Authorization servers"). */
public object Okta {
    // "OpenID Connect Redirect URI": the port must be the registered one.
    private val QUIRKS = ProviderQuirks(redirect = LoopbackRedirect.FIXED)

    /** The custom authorization server that each organization has by default. */
    public const val DEFAULT_SERVER: String = "default"

    /**
     * Returns the organization's own server at [domain]: `acme` or `acme.okta.com`, or with a custom domain its URL, such as
     * `https://login.example.com`. Its access tokens are for Okta's own APIs
     * and opaque to all others.
     *
     * @throws io.github.oidcauth.InvalidConfigException if [domain] is none of these.
     */
    @JvmStatic
    @Throws(AuthException::class)
    public fun org(domain: String): Provider = Provider("Okta", issuer(domain), quirks = QUIRKS)

    /**
     * Returns the custom authorization server [id] at [domain], such as `aus9s3ami4MRoqQR90h7`, or [DEFAULT_SERVER]. The domain
     * is written as for [org].
     *
     * @throws io.github.oidcauth.InvalidConfigException if [domain] is not one, or [id] is not the id of a server.
     */
    @JvmStatic
    @Throws(AuthException::class)
    public fun customServer(
        domain: String,
        id: String,
    ): Provider =
        Provider(
            name = "Okta",
            issuer = "${issuer(domain)}/oauth2/${ProviderUrlParts.segment("The id of an Okta authorization server", id)}",
            quirks = QUIRKS,
        )

    private fun issuer(domain: String) =
        "https://${ProviderUrlParts.vendorHost("The domain of an Okta organization", domain, VENDOR, DOMAINS)}"

    private const val VENDOR = "okta.com"
    private val DOMAINS = listOf(VENDOR, "oktapreview.com", "okta-emea.com", "okta-gov.com", "okta.mil")
}
