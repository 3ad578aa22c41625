package io.github.oidcauth.testing.internal.server

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** Thrown when a request is refused with an error code (RFC 6749 §5.2). */
internal class OAuthErrorException(
    val code: String,
    val description: String? = null,
    val status: Int = 400,
) : Exception(code) {
    fun toJson(): JsonObject =
        buildJsonObject {
            put("error", code)
            description?.let { put("error_description", it) }
        }
}
