// Tested by TokenExchangeTest.
package io.github.oidcauth.testing.internal.server

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Exchanges tokens of this server for others (RFC 8693). Guarded by the [LoginServerCore]. */
internal class TokenExchange(
    private val clients: Clients,
    private val sessions: Sessions,
) {
    /**
     * Returns the response to [request] by the client [clientId]. The new token is that client's, about the same user, and ends
     * with the session of the subject token.
     */
    fun respond(
        clientId: String,
        request: IncomingRequest,
    ): JsonObject {
        if (!clients.isConfidential(clientId)) {
            throw OAuthErrorException("unauthorized_client", "A client without a secret may not exchange tokens.")
        }
        val subject = session(clientId, request.require("subject_token"), request.require("subject_token_type"), "subject_token")
        val actor = actor(clientId, request)
        val requested = request["requested_token_type"] ?: ACCESS_TOKEN
        if (requested !in ISSUED) throw invalid("This server issues no tokens of the type $requested.")
        val session = sessions.derive(subject, clientId, request["scope"], request.audience, actor)
        val tokens =
            when (requested) {
                ACCESS_TOKEN -> sessions.issueAccessToken(session)
                REFRESH_TOKEN -> sessions.issueRefreshToken(session)
                else -> sessions.issueIdToken(session)
            }
        val type = if (requested == ACCESS_TOKEN) TokenResponse.BEARER else NOT_APPLICABLE
        return JsonObject(TokenResponse.of(tokens, type) + ("issued_token_type" to JsonPrimitive(requested)))
    }

    private fun actor(
        clientId: String,
        request: IncomingRequest,
    ): Session? {
        val token = request["actor_token"]
        val type = request["actor_token_type"]
        if (token == null && type == null) return null
        if (token == null || type == null) throw invalid("actor_token and actor_token_type go together.")
        return session(clientId, token, type, "actor_token")
    }

    /** Returns the session of a valid token. A token that is not valid is an `invalid_request` (RFC 8693 §2.2.2). */
    private fun session(
        clientId: String,
        token: String,
        type: String,
        name: String,
    ): Session =
        when (type) {
            ACCESS_TOKEN -> sessions.ofAccessToken(token)
            REFRESH_TOKEN -> sessions.ofRefreshToken(token)?.takeIf { it.clientId == clientId }
            ID_TOKEN, JWT -> sessions.ofIdToken(token)
            else -> throw invalid("The ${name}_type $type is not known here.")
        } ?: throw invalid("The $name is not a valid token of that type.")

    private fun invalid(why: String) = OAuthErrorException("invalid_request", why)

    companion object {
        const val GRANT: String = "urn:ietf:params:oauth:grant-type:token-exchange"

        /** The parameters of RFC 8693 §2.1. */
        val PARAMETERS: Set<String> =
            setOf("subject_token", "subject_token_type", "actor_token", "actor_token_type", "requested_token_type")

        private const val ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
        private const val REFRESH_TOKEN = "urn:ietf:params:oauth:token-type:refresh_token"
        private const val ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"
        private const val JWT = "urn:ietf:params:oauth:token-type:jwt"
        private val ISSUED = setOf(ACCESS_TOKEN, REFRESH_TOKEN, ID_TOKEN)

        /** The type of what is not an access token (RFC 8693 §2.2.1). */
        private const val NOT_APPLICABLE = "N_A"
    }
}
