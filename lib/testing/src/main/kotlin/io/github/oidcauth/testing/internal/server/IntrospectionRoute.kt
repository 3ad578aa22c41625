package io.github.oidcauth.testing.internal.server

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.add
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlin.time.Instant

/** Describes tokens to resource servers (RFC 7662). Guarded by the [LoginServerCore]. */
internal class IntrospectionRoute(
    private val url: String,
    private val clients: Clients,
    private val sessions: Sessions,
) {
    /**
     * Describes a token. Clients without a secret are refused: otherwise anybody could test tokens in their name (RFC 7662
     * §2.1).
     */
    fun respond(request: IncomingRequest): Reply.Response {
        val clientId = clients.authenticated(request)
        if (!clients.isConfidential(clientId)) {
            throw OAuthErrorException("invalid_client", "A client without a secret may not introspect.", status = 401)
        }
        return Reply.json(describe(request.require("token")))
    }

    private fun describe(token: String): JsonObject {
        sessions.ofAccessToken(token)?.let { return active(it, it.accessTokens[token], "Bearer") }
        sessions.ofRefreshToken(token)?.let { return active(it, it.refreshExpiresAt, tokenType = null) }
        return buildJsonObject { put("active", false) }
    }

    /** RFC 8693 §4.1: the current actor, and in it the one before. */
    private fun actor(session: Session): JsonObject =
        buildJsonObject {
            put("sub", session.subject)
            session.actor?.let { put("act", actor(it)) }
        }

    private fun active(
        session: Session,
        expiresAt: Instant?,
        tokenType: String?,
    ): JsonObject =
        buildJsonObject {
            put("active", true)
            put("iss", url)
            put("client_id", session.clientId)
            put("sub", session.subject)
            if (session.audience.isNotEmpty()) putJsonArray("aud") { session.audience.forEach { add(it) } }
            session.actor?.let { put("act", actor(it)) }
            session.scope?.let { put("scope", it) }
            tokenType?.let { put("token_type", it) }
            expiresAt?.let { put("exp", it.epochSeconds) }
        }
}
