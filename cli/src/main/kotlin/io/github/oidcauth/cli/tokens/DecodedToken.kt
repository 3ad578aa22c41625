package io.github.oidcauth.cli.tokens

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Instant

/** The JSON that `decode` prints for one token. */
internal object DecodedToken {
    const val OPAQUE: String = "opaque"

    /** Returns header, claims and readable times of [token] as seen at [now]. The token itself is not among them. */
    fun json(
        token: String,
        now: Instant,
    ): JsonObject =
        when (val content = JwtContent.of(token)) {
            is JwtContent.Signed -> {
                JsonObject(
                    mapOf(
                        "kind" to JsonPrimitive("jwt"),
                        "header" to content.header,
                        "claims" to content.claims,
                        "times" to JsonObject(ClaimTimes.of(content.claims, now).mapValues { JsonPrimitive(it.value) }),
                    ),
                )
            }

            is JwtContent.Encrypted -> {
                JsonObject(mapOf("kind" to JsonPrimitive("encrypted-jwt"), "header" to content.header))
            }

            is JwtContent.Opaque -> {
                JsonObject(mapOf("kind" to JsonPrimitive(OPAQUE)))
            }
        }
}
