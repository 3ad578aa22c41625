package io.github.oidcauth.internal.openid

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.crypto.RandomSource
import io.github.oidcauth.internal.endpoints.LogoutParameterNames
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.internal.metadata.Endpoints
import io.github.oidcauth.openid.LogoutOptions
import io.github.oidcauth.openid.LogoutRequest
import io.ktor.http.Parameters
import io.ktor.http.formUrlEncode

/** Creates logout requests (OpenID Connect RP-Initiated Logout 1.0 §2). Sends nothing. */
internal class LogoutRequestFactory(
    private val endpoints: Endpoints,
    private val clientId: String,
    private val random: RandomSource,
    private val parameterNames: LogoutParameterNames = LogoutParameterNames.STANDARD,
) {
    /**
     * Returns a logout request with [options].
     *
     * @throws InvalidConfigException when the server has no such endpoint, or [options] contradict each other.
     */
    fun create(options: LogoutOptions): LogoutRequest {
        val endpoint = options.endpoint?.let(::requireSecureUrl) ?: endpoints.require(Endpoint.END_SESSION)
        val redirectUri = options.redirectUri
        val state = if (redirectUri != null && options.hasState) options.state ?: random.base64Url(STATE_OCTETS) else null
        val specified =
            listOfNotNull(
                options.idTokenHint?.let { "id_token_hint" to it },
                clientId.takeIf { options.hasClientId }?.let { "client_id" to it },
                redirectUri?.let { options.redirectParameter to it },
                state?.let { "state" to it },
            )
        val own = parameterNames.of(endpoint, specified)
        options.custom.forEach { (name, _) ->
            if (name.isEmpty() || name in SETTINGS || own.any { it.first == name }) {
                throw InvalidConfigException("The parameter '$name' of a logout has a setting of its own. Use that.")
            }
        }
        val query = Parameters.build { (own + options.custom).forEach { (name, value) -> append(name, value) } }.formUrlEncode()
        return LogoutRequest(appendQuery(endpoint, query), redirectUri, state.takeIf { own.any { it.first == "state" } })
    }

    private fun requireSecureUrl(url: String): String =
        WebAddress.parse(url)?.takeIf { it.isSecure && '#' !in url }?.url
            ?: throw InvalidConfigException(
                "The endpoint of a logout is an https URL without a fragment. http is allowed for this machine only.",
            )

    /** Appends [query]. A query in the endpoint itself is kept (RFC 6749 §3.1). */
    private fun appendQuery(
        endpoint: String,
        query: String,
    ): String =
        when {
            query.isEmpty() -> endpoint
            '?' !in endpoint -> "$endpoint?$query"
            endpoint.endsWith('?') || endpoint.endsWith('&') -> endpoint + query
            else -> "$endpoint&$query"
        }

    private companion object {
        const val STATE_OCTETS = 32
        val SETTINGS = setOf("id_token_hint", "client_id", LogoutOptions.REDIRECT_PARAMETER, "state")
    }
}
