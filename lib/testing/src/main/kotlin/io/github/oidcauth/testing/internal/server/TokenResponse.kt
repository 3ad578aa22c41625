package io.github.oidcauth.testing.internal.server

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** The response of a token endpoint (RFC 6749 §5.1). */
internal object TokenResponse {
    const val BEARER: String = "Bearer"

    /** Returns the response with [tokens], the first of which is of the type [tokenType]. */
    fun of(
        tokens: IssuedTokens,
        tokenType: String = BEARER,
    ): JsonObject =
        buildJsonObject {
            put("access_token", tokens.accessToken)
            put("token_type", tokenType)
            tokens.expiresAt?.let { put("expires_in", (it - tokens.issuedAt).inWholeSeconds) }
            tokens.refreshToken?.let { put("refresh_token", it) }
            tokens.refreshExpiresAt?.let { put("refresh_expires_in", (it - tokens.issuedAt).inWholeSeconds) }
            tokens.scope?.let { put("scope", it) }
            tokens.idToken?.let { put("id_token", it) }
        }
}
