// Tested by OwnProviderTest.
package io.github.oidcauth.providers

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.endpoints.AuthorizationParameterNames
import io.github.oidcauth.internal.endpoints.DeviceLoginCredentials
import io.github.oidcauth.internal.endpoints.LogoutParameterNames
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.responses.ResponseQuirks
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ServerMetadata
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.jvm.JvmOverloads

/**
 * Makes a [Provider]: what deviates from the specifications. Without a setting, nothing does. [Provider.builder] returns one. Not
 * thread-safe.
 */
public class ProviderBuilder internal constructor(
    private val name: String,
    private val issuer: String,
) {
    private var metadata: ServerMetadata? = null
    private var unpublished: ServerMetadata? = null
    private var issuerCheck: IssuerCheck = IssuerCheck.Exact
    private var deviceLogin = DeviceLoginCredentials.ALWAYS
    private var defaults = RequestOptions.NONE
    private val parameterNames = mutableMapOf<String, String>()
    private var requestSeparator = ' '
    private var needsConsent = true
    private var redirect = LoopbackRedirect.ANY_PORT
    private val errors = mutableMapOf<String, String>()
    private var formEncoded = false
    private var tokenMember: String? = null
    private var responseSeparator = ' '
    private val bearerNames = mutableSetOf<String>()
    private var logout = LogoutParameterNames.STANDARD

    /** Sets the server's metadata, for a provider that publishes none. Default: they are fetched from below the issuer. */
    public fun metadata(metadata: ServerMetadata): ProviderBuilder = apply { this.metadata = metadata }

    /**
     * Adds the members of [metadata] that the provider supports and does not publish, such as an endpoint for device logins. What
     * it publishes comes first.
     */
    public fun unpublishedMetadata(metadata: ServerMetadata): ProviderBuilder = apply { unpublished = metadata }

    /** Sets the comparison of issuers: see [Provider.issuerCheck]. */
    public fun issuerCheck(check: IssuerCheck): ProviderBuilder = apply { issuerCheck = check }

    /** Sets parameters that authorization requests contain unless the caller sets them. */
    public fun authorizationDefaults(options: RequestOptions): ProviderBuilder = apply { defaults = options }

    /** Sends the parameter [name] of authorization requests as [theirs]: `parameterName("login_hint", "login")`. */
    public fun parameterName(
        name: String,
        theirs: String,
    ): ProviderBuilder = apply { parameterNames[name] = theirs }

    /**
     * Separates scopes by [inResponses] in addition to spaces, and by [inRequests] in authorization requests. Default a space in
     * both (RFC 6749 §3.3).
     */
    @JvmOverloads
    public fun scopeSeparator(
        inResponses: Char,
        inRequests: Char = ' ',
    ): ProviderBuilder =
        apply {
            responseSeparator = inResponses
            requestSeparator = inRequests
        }

    /** Treats the provider's error code [theirs] as [registered], such as `invalid_grant` (RFC 6749 §5.2). */
    public fun errorCode(
        theirs: String,
        registered: String,
    ): ProviderBuilder = apply { errors[theirs] = registered }

    /** Reads responses that are forms, if their content type says so. */
    public fun formEncodedResponses(): ProviderBuilder = apply { formEncoded = true }

    /** Reads the token from the member [name] of a response, an object, if there is a token in it. */
    public fun tokenMember(name: String): ProviderBuilder = apply { tokenMember = name }

    /** Treats the token type [theirs] as `Bearer`. */
    public fun bearerName(theirs: String): ProviderBuilder = apply { bearerNames += theirs }

    /** Sends no client secret in device logins, not even that of a confidential client. */
    public fun publicDeviceLogins(): ProviderBuilder = apply { deviceLogin = DeviceLoginCredentials.NEVER }

    /** Sends no client secret in the request that starts a device login; polls contain it. */
    public fun publicDeviceAuthorization(): ProviderBuilder = apply { deviceLogin = DeviceLoginCredentials.WHEN_POLLING }

    /** Requests no `prompt=consent` along with `offline_access`, because the provider issues refresh tokens without it. */
    public fun remembersConsent(): ProviderBuilder = apply { needsConsent = false }

    /**
     * Sets the redirect URI of browser logins for configurations that do not set one, such as `http://localhost:53100/callback`;
     * port 0 is any free port. Default: `http://127.0.0.1:0/callback` (RFC 8252 §7.3).
     *
     * @throws InvalidConfigException if it is not an http URI of this machine.
     */
    public fun redirectUri(uri: String): ProviderBuilder = apply { redirect = LoopbackRedirect.parse(uri) }

    /**
     * Sets `http://localhost/callback` with the ports 53100 to 53105 as the redirect URI of browser logins for configurations that
     * do not set one: for a server that compares the port, at which each of these URIs is registered.
     */
    public fun fixedRedirectPorts(): ProviderBuilder = apply { redirect = LoopbackRedirect.FIXED }

    /**
     * Sends `post_logout_redirect_uri` of logouts as [theirs], and no ID token and `state`, if the URL of the endpoint ends with
     * [endpoint].
     */
    @JvmOverloads
    public fun logoutRedirectName(
        theirs: String,
        endpoint: String = "",
    ): ProviderBuilder = apply { logout = LogoutParameterNames(theirs, endpoint) }

    /**
     * Returns the preset.
     *
     * @throws IllegalArgumentException if the name or the issuer is blank.
     */
    public fun build(): Provider {
        require(name.isNotBlank() && issuer.isNotBlank()) { "A provider has a name and an issuer." }
        val quirks =
            ProviderQuirks(
                ResponseQuirks(formEncoded, tokenMember, responseSeparator, bearerNames.toSet()),
                errors.toMap(),
                deviceLogin,
                AuthorizationParameterNames(defaults, parameterNames.toMap(), requestSeparator, needsConsent),
                logout,
                unpublishedMetadata = unpublished?.let(::ofThisIssuer),
                redirect = redirect,
            )
        return Provider(name, issuer, metadata, issuerCheck, quirks)
    }

    /** Metadata are added only to those of the same issuer. */
    private fun ofThisIssuer(metadata: ServerMetadata): ServerMetadata =
        ServerMetadata.fromJson(JsonObject(metadata.toJson() + ("issuer" to JsonPrimitive(issuer))))

    override fun toString(): String = "ProviderBuilder($name, $issuer)"
}
