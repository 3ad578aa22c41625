package io.github.oidcauth.cli

import io.github.oidcauth.StoredToken
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** Stored tokens as JSON: everything except the secrets. */
internal object TokenDetails {
    fun json(token: StoredToken): JsonObject =
        buildJsonObject {
            put("key", token.key.value)
            put("issuer", token.issuer)
            put("client_id", token.clientId)
            put("account", token.account)
            put("user", token.userName)
            put("subject", token.subject)
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
}
