package io.github.oidcauth.testing.internal.server

import io.github.oidcauth.testing.ServerSettings
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Returns claims about the user of an access token (OpenID Connect Core 1.0 §5.3). Guarded by the [LoginServerCore]. */
internal class UserInfoRoute(
    private val settings: ServerSettings,
    private val sessions: Sessions,
) {
    fun respond(request: IncomingRequest): Reply.Response {
        val token = bearer(request) ?: return Reply.Response(UNAUTHORIZED, "", mapOf(CHALLENGE to "Bearer"))
        val session = sessions.ofAccessToken(token) ?: throw OAuthErrorException(INVALID_TOKEN)
        if (!session.hasUser) throw OAuthErrorException(INSUFFICIENT_SCOPE, "The token is that of a client, without a user.")
        return Reply.json(JsonObject(JsonValues.of(settings.userClaims) + ("sub" to JsonPrimitive(session.subject))))
    }

    companion object {
        private const val CHALLENGE = "WWW-Authenticate"
        private const val INVALID_TOKEN = "invalid_token"
        private const val INSUFFICIENT_SCOPE = "insufficient_scope"
        private const val UNAUTHORIZED = 401
        private const val FORBIDDEN = 403
        private const val BAD_REQUEST = 400

        /** Returns the access token that [request] presents, in the header or in its form (RFC 6750 §2.1, §2.2). */
        fun bearer(request: IncomingRequest): String? {
            val header = request.headers["authorization"]?.takeIf { it.startsWith("Bearer ", ignoreCase = true) }
            return header?.substring("Bearer ".length) ?: request.form["access_token"]
        }

        /** Makes the error response of a protected resource (RFC 6750 §3): the code in the header, and the status that fits it. */
        fun onFault(fault: OAuthErrorException): Reply.Response {
            val status =
                when {
                    fault.status != BAD_REQUEST -> fault.status
                    fault.code == INVALID_TOKEN -> UNAUTHORIZED
                    fault.code == INSUFFICIENT_SCOPE -> FORBIDDEN
                    else -> BAD_REQUEST
                }
            val description = fault.description?.let { ", error_description=\"${it.replace('"', '\'')}\"" }.orEmpty()
            return Reply.Response(status, "", mapOf(CHALLENGE to "Bearer error=\"${fault.code}\"$description"))
        }
    }
}
