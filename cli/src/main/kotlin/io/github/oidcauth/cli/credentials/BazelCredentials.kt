package io.github.oidcauth.cli.credentials

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.add
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject
import kotlin.time.Instant

/** The messages of Bazel's credential helpers (EngFlow/credential-helper-spec): the URI of a request to its headers. */
internal object BazelCredentials {
    /** The response for a URI that needs no token. */
    val NONE: JsonObject = buildJsonObject { putJsonObject("headers") {} }

    /** Returns the server of the URI in [text], or null if it has none. @throws InvalidHelperRequestException if there is no URI. */
    fun serverIn(text: String): ServerAddress? {
        val uri = JsonRequest.parse(text, "The request of the build tool").text("uri")
        return ServerAddress.ofUri(uri ?: throw InvalidHelperRequestException("The request of the build tool has no `uri`."))
    }

    fun found(token: PresentedToken): JsonObject =
        buildJsonObject {
            putJsonObject("headers") {
                putJsonArray("Authorization") { add("${AuthenticationScheme.BEARER.word} ${token.value}") }
            }
            token.expiresAt?.let { put("expires", Instant.fromEpochSeconds(it.epochSeconds).toString()) }
        }
}
