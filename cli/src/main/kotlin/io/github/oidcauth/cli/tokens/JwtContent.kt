package io.github.oidcauth.cli.tokens

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import java.nio.charset.CharacterCodingException
import java.util.Base64

/** The readable content of a token. Nothing of it is verified here. */
internal sealed interface JwtContent {
    /** A signed JWT, with the members of its header and its claims (RFC 7519). */
    class Signed(
        val header: JsonObject,
        val claims: JsonObject,
    ) : JwtContent

    /** An encrypted JWT: only its recipient can read the claims (RFC 7516). */
    class Encrypted(
        val header: JsonObject,
    ) : JwtContent

    /** A token that is no JWT, which means something to its server alone. */
    data object Opaque : JwtContent

    companion object {
        private const val SIGNED_PARTS = 3
        private const val ENCRYPTED_PARTS = 5
        private const val MAX_LENGTH = 1 shl 20
        private const val MAX_NESTING = 100

        /** Returns the content of [token]. */
        fun of(token: String): JwtContent {
            val parts = if (token.length > MAX_LENGTH) emptyList() else token.split('.')
            val header = parts.firstOrNull()?.let(::objectIn)
            val claims = parts.takeIf { it.size == SIGNED_PARTS }?.let { objectIn(it[1]) }
            return when {
                header == null -> Opaque
                parts.size == ENCRYPTED_PARTS -> Encrypted(header)
                claims == null -> Opaque
                else -> Signed(header, claims)
            }
        }

        private fun objectIn(part: String): JsonObject? =
            try {
                val octets = Base64.getUrlDecoder().decode(part)
                val text = octets.decodeToString(throwOnInvalidSequence = true)
                if (isTooDeep(text)) null else Json.parseToJsonElement(text) as? JsonObject
            } catch (_: IllegalArgumentException) {
                // Not base64url, or not JSON: SerializationException is one.
                null
            } catch (_: CharacterCodingException) {
                null
            }

        /** The parser of JSON calls itself for each level, and a hostile token could exhaust the stack. */
        fun isTooDeep(text: String): Boolean {
            var depth = 0
            return text.any { character ->
                if (character == '{' || character == '[') depth++
                if (character == '}' || character == ']') depth--
                depth > MAX_NESTING
            }
        }
    }
}
