package io.github.oidcauth.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.endpoints.LogoutParameterNames
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.servers.ProviderUrlParts
import io.github.oidcauth.oauth2.ServerMetadata
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic

/** Amazon Cognito user pools. They have no device logins. */
public object Cognito {
    private val QUIRKS =
        ProviderQuirks(
            // "The managed login sign-out endpoint: /logout": client_id and logout_uri.
            logout = LogoutParameterNames("logout_uri"),
            // "Callback URLs": compared as they are registered, and http is for localhost alone.
            redirect = LoopbackRedirect.FIXED,
        )

    /**
     * Returns the user pool [poolId], such as `eu-west-1_AbCdEfGhI`, in [region], such as `eu-west-1`.
     *
     * The endpoints are at the pool's [domain], which is another host than the issuer's; a prefix such as `acme` stands for
     * `acme.auth.eu-west-1.amazoncognito.com`, and a custom domain is written as a URL, such as `https://login.example.com`. It
     * is optional, because the pool names its domain in its metadata. If it is
     * given, members that older metadata omit are added, such as the endpoint for logouts.
     *
     * @throws InvalidConfigException if one of the names is invalid, or the region is in China, whose addresses are not known
     *     here.
     */
    @JvmStatic
    @JvmOverloads
    @Throws(AuthException::class)
    public fun pool(
        region: String,
        poolId: String,
        domain: String? = null,
    ): Provider {
        ProviderUrlParts.label("The region of a Cognito user pool", region)
        if (region.startsWith("cn-")) {
            throw InvalidConfigException("The addresses of Cognito in China are not known here. Use the issuer of the pool.")
        }
        val pool = ProviderUrlParts.segment("The id of a Cognito user pool", poolId)
        val host = domain?.let { hostOf(it, region) }
        // "Identity provider and relying party endpoints".
        val issuer = "https://cognito-idp.$region.amazonaws.com/$pool"
        val quirks = if (host == null) QUIRKS else QUIRKS.withUnpublishedMetadata(issuer) { endpoints(host) }
        return Provider("Cognito", issuer, quirks = quirks)
    }

    private fun hostOf(
        domain: String,
        region: String,
    ): String =
        ProviderUrlParts.vendorHost(
            "The domain of a Cognito user pool",
            domain,
            vendor = "auth.$region.amazoncognito.com",
            domains = listOf("amazoncognito.com"),
        )

    private fun ServerMetadata.Builder.endpoints(host: String) {
        authorizationEndpoint("https://$host/oauth2/authorize")
        tokenEndpoint("https://$host/oauth2/token")
        userinfoEndpoint("https://$host/oauth2/userInfo")
        revocationEndpoint("https://$host/oauth2/revoke")
        endSessionEndpoint("https://$host/logout")
    }
}
