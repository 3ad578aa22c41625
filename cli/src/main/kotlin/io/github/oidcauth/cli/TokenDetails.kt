package io.github.oidcauth.cli

import io.github.oidcauth.StoredToken
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** Prints stored tokens for `list`: everything except the secrets. */
internal object TokenDetails {
    fun text(tokens: List<StoredToken>): String =
        if (tokens.isEmpty()) "No cached tokens." else tokens.joinToString("\n", transform = ::text)

    private fun text(token: StoredToken): String =
        listOfNotNull(
            token.issuer ?: token.key.value,
            line("client", token.clientId),
            line("scope", token.scope),
            line("audience", token.audiences.joined()),
            line("resource", token.resources.joined()),
            line("expires", token.expiresAt?.toString() ?: "unknown"),
            line("refresh token", if (token.hasRefreshToken) "until ${token.refreshExpiresAt ?: "revoked"}" else "none"),
            line("session", if (token.isOffline) "offline" else "online"),
            line("stored", token.storedAt?.toString()),
        ).joinToString("\n") { it.onOneLine() }

    private fun line(
        name: String,
        value: String?,
    ): String? = value?.let { "  ${"$name:".padEnd(WIDTH)} $it" }

    private fun List<String>.joined(): String? = if (isEmpty()) null else joinToString(" ")

    fun json(tokens: List<StoredToken>): JsonElement = JsonArray(tokens.map(::json))

    private fun json(token: StoredToken): JsonObject =
        buildJsonObject {
            put("key", token.key.value)
            put("issuer", token.issuer)
            put("client_id", token.clientId)
            put("token_type", token.tokenType)
            put("scope", token.scope)
            put("audience", JsonArray(token.audiences.map(::JsonPrimitive)))
            put("resource", JsonArray(token.resources.map(::JsonPrimitive)))
            put("expires_at", token.expiresAt?.toString())
            put("refresh_expires_at", token.refreshExpiresAt?.toString())
            put("stored_at", token.storedAt?.toString())
            put("has_refresh_token", token.hasRefreshToken)
            put("has_id_token", token.hasIdToken)
            put("is_offline", token.isOffline)
        }

    private const val WIDTH = 14
}
