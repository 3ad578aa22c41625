package io.github.oidcauth.internal.jwt

import io.github.oidcauth.internal.jose.CompactJwt
import io.github.oidcauth.internal.json.string
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** The claims of the signed JWT [compact], **not verified**; null when it is none, an encrypted one among them. */
internal fun unverifiedClaims(compact: String): JsonObject? = (CompactJwt.parse(compact) as? CompactJwt.Jws)?.claims()

/** `aud`: one string, or an array of them (RFC 7519 §4.1.3). Null when it is anything else, or absent. */
internal fun JsonObject.audience(): List<String>? {
    string("aud")?.let { return listOf(it) }
    val values = this["aud"] as? JsonArray ?: return null
    return values.map { (it as? JsonPrimitive)?.takeIf { value -> value.isString }?.content ?: return null }
}
