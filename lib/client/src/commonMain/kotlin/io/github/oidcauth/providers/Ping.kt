package io.github.oidcauth.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.servers.ProviderUrlParts
import kotlin.jvm.JvmStatic

/** Ping Identity: PingOne, and PingFederate servers. */
public object Ping {
    /**
     * Returns the PingOne environment [environmentId] in [region].
     *
     * @throws io.github.oidcauth.InvalidConfigException if [environmentId] is not a name.
     */
    @JvmStatic
    @Throws(AuthException::class)
    public fun pingOne(
        environmentId: String,
        region: PingOneRegion,
    ): Provider {
        val id = ProviderUrlParts.segment("The id of a PingOne environment", environmentId)
        // "PingOne Platform APIs", OpenID Connect/OAuth 2: {{authPath}}/{{envID}}/as.
        return Provider("PingOne", "https://auth.pingone.${region.topLevelDomain}/$id/as")
    }

    /**
     * Returns the PingFederate at [baseUrl], such as `https://sso.example.com:9031`. It must be its base URL, or one of its
     * virtual issuers, with its path.
     *
     * @throws io.github.oidcauth.InvalidConfigException if [baseUrl] is not a URL.
     */
    @JvmStatic
    @Throws(AuthException::class)
    public fun pingFederate(baseUrl: String): Provider =
        // "OpenID Provider configuration endpoint".
        Provider("PingFederate", ProviderUrlParts.baseUrl("The address of PingFederate", baseUrl))
}
