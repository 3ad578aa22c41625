package io.github.oidcauth.internal.jwt

import io.github.oidcauth.internal.jose.CompactJwt
import io.github.oidcauth.internal.json.string
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Returns the claims of the signed JWT [compact], **not verified**, or null when it is not a signed JWT or is encrypted. */
internal fun unverifiedClaims(compact: String): JsonObject? = (CompactJwt.parse(compact) as? CompactJwt.Jws)?.claims()

/** Returns `aud`: one string, or an array of strings (RFC 7519 §4.1.3). Returns null when it has another type or is absent. */
internal fun JsonObject.audience(): List<String>? {
    string("aud")?.let { return listOf(it) }
    val values = this["aud"] as? JsonArray ?: return null
    return values.map { (it as? JsonPrimitive)?.takeIf { value -> value.isString }?.content ?: return null }
}
