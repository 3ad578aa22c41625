package io.github.oidcauth.cli

import io.github.oidcauth.Token
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.util.Base64

/**
 * The name of the user that a token is for, from the ID token, or from an access token that is a JWT (RFC 9068 §2.2). It is
 * only shown to the user who has just logged in; no decision depends on it.
 */
internal object TokenUser {
    private val NAMES = listOf("preferred_username", "email", "upn", "sub")
    private const val MAX_LENGTH = 100

    /** Returns null if neither token contains it. */
    fun nameIn(token: Token): String? = token.idTokenClaims?.let(::nameIn) ?: claimsOf(token.accessToken)?.let(::nameIn)

    private fun nameIn(claims: JsonObject): String? =
        NAMES.firstNotNullOfOrNull { name -> (claims[name] as? JsonPrimitive)?.takeIf { it.isString }?.content?.ifBlank { null } }
            ?.take(MAX_LENGTH)

    private fun claimsOf(jwt: String): JsonObject? {
        val payload = jwt.split('.').takeIf { it.size == JWT_PARTS }?.get(1) ?: return null
        return try {
            Json.parseToJsonElement(String(Base64.getUrlDecoder().decode(payload))) as? JsonObject
        } catch (_: IllegalArgumentException) {
            null
        } catch (_: SerializationException) {
            null
        }
    }

    private const val JWT_PARTS = 3
}
