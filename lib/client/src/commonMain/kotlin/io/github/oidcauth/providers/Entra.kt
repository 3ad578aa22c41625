package io.github.oidcauth.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.endpoints.AuthorizationParameterNames
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.endpoints.RequestRule
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.servers.EntraRequestRules
import io.github.oidcauth.internal.servers.ProviderUrlParts
import io.github.oidcauth.oauth2.IssuerCheck
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic

/**
 * Microsoft Entra ID, formerly Azure Active Directory, and Azure AD B2C.
 *
 * A token is for one API. So a token request whose scopes belong to several APIs is refused with
 * [io.github.oidcauth.InvalidConfigException] before it is sent; authorization requests may name several, so that the user
 * consents once.
 *
 * The `message` of the response to a device authorization request, a sentence with address and code in it, is not used: the
 * user is shown address and code.
 */
public object Entra {
    /** "OAuth 2.0 device authorization grant", expected errors. */
    private val ERRORS = mapOf("authorization_declined" to "access_denied", "bad_verification_code" to "invalid_grant")

    // Entra remembers consent. Where only an administrator may give consent, users who are asked for it again could not log
    // in.
    private val AUTHORIZATION = AuthorizationParameterNames(needsConsent = false)

    // "Redirect URI (reply URL) restrictions and limitations", localhost exceptions: the port is ignored, and the portal
    // accepts http for the name localhost alone.
    private val REDIRECT = LoopbackRedirect.ANY_PORT.with(ports = null, host = LoopbackRedirect.LOCALHOST, path = null)
    private val V2 =
        ProviderQuirks(
            errors = ERRORS,
            authorization = AUTHORIZATION,
            redirect = REDIRECT,
            rule = RequestRule(EntraRequestRules::checkScopes),
            isAssertionTyped = false,
        )
    private val V1 =
        ProviderQuirks(
            errors = ERRORS,
            authorization = AUTHORIZATION,
            redirect = REDIRECT,
            rule = RequestRule(EntraRequestRules::checkResources),
            isAssertionTyped = false,
        )

    private const val TENANT = "{tenantid}"
    private const val B2C = "b2clogin.com"
    private val MANY_TENANTS = setOf("common", "organizations", "consumers")
    private val GUID = Regex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

    /**
     * Returns the v2.0 endpoints for [tenant]: its id, a domain of it such as `contoso.onmicrosoft.com`, for which `contoso` is
     * short, or `common`, `organizations` or `consumers` for many tenants.
     *
     * The issuer names the tenant by its id. For `common` and `organizations` it is that of the user, made from the claim
     * `tid` of their ID token: users of every tenant are accepted, unless the caller checks that claim.
     *
     * @throws io.github.oidcauth.InvalidConfigException if [tenant] is not such a name.
     */
    @JvmStatic
    @JvmOverloads
    @Throws(AuthException::class)
    public fun tenant(
        tenant: String,
        cloud: EntraCloud = EntraCloud.GLOBAL,
    ): Provider {
        // "OpenID Connect on the Microsoft identity platform": the authority URL.
        val id = tenantName(tenant, cloud)
        val check = if (GUID.matches(id)) IssuerCheck.Exact else IssuerCheck.Template("https://${cloud.host}/$TENANT/v2.0")
        return Provider("Microsoft Entra", "https://${cloud.host}/$id/v2.0", issuerCheck = check, quirks = V2)
    }

    /**
     * Returns the older v1.0 endpoints for [tenant] in the global cloud. They require one `RequestOptions.resource` in place
     * of scopes; it may be the id of an application.
     *
     * @throws io.github.oidcauth.InvalidConfigException if [tenant] is not the name of a tenant.
     */
    @JvmStatic
    @Throws(AuthException::class)
    public fun tenantV1(tenant: String): Provider =
        Provider(
            name = "Microsoft Entra",
            issuer = "https://${EntraCloud.GLOBAL.host}/${tenantName(tenant, EntraCloud.GLOBAL)}",
            // "Access token claims reference", iss of v1.0 tokens.
            issuerCheck = IssuerCheck.Template("https://sts.windows.net/$TENANT/"),
            quirks = V1,
        )

    /**
     * Returns the user flow or custom [policy], such as `B2C_1_signin`, of the Azure AD B2C tenant [name], which is `contoso`
     * for `contoso.onmicrosoft.com`. With a custom domain, [host] is its URL, such as `https://login.contoso.com`.
     *
     * B2C names its issuer `https://contoso.b2clogin.com/{id of the tenant}/v2.0/`. A policy that uses the issuer with
     * `/tfp/` needs [io.github.oidcauth.oauth2.ClientConfig.issuerCheck], with [IssuerCheck.Named].
     *
     * @throws io.github.oidcauth.InvalidConfigException if one of the names is invalid.
     */
    @JvmStatic
    @JvmOverloads
    @Throws(AuthException::class)
    public fun b2c(
        name: String,
        policy: String,
        host: String? = null,
    ): Provider {
        // "Set redirect URLs to b2clogin.com for Azure Active Directory B2C", "Azure AD B2C issuer claim support".
        val tenant = ProviderUrlParts.label("The name of an Azure AD B2C tenant", name.lowercase())
        val authorityHost =
            host?.let { ProviderUrlParts.vendorHost("The host of an Azure AD B2C tenant", it, B2C) } ?: "$tenant.$B2C"
        val flow = ProviderUrlParts.segment("The policy of an Azure AD B2C tenant", policy)
        return Provider(
            name = "Azure AD B2C",
            issuer = "https://$authorityHost/$tenant.onmicrosoft.com/$flow/v2.0",
            issuerCheck = IssuerCheck.Template("https://$authorityHost/$TENANT/v2.0/"),
            quirks = V2,
        )
    }

    /**
     * Returns the name in lower case, as the issuer writes it. Names of tenants are equal in any case, and one without a dot is the
     * first label of the domain that every tenant has.
     */
    private fun tenantName(
        tenant: String,
        cloud: EntraCloud,
    ): String {
        val name = ProviderUrlParts.segment("The tenant of Microsoft Entra", tenant)
        val host = ProviderUrlParts.host("The tenant of Microsoft Entra is its id, or a domain of it. That", name)
        return if ('.' in host || host in MANY_TENANTS || GUID.matches(host)) host else "$host.${cloud.tenantDomain}"
    }
}
