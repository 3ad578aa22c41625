package io.github.oidcauth.internal.jose

import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.json.parseStrictJson
import io.github.oidcauth.internal.json.parseUniqueJson
import io.github.oidcauth.internal.json.string
import kotlinx.serialization.json.JsonObject

/**
 * The parts of a JWT in compact form. **Nothing is verified**: whoever created the text also created the header and the claims.
 */
internal sealed interface CompactJwt {
    /** The header, as the sender wrote it. */
    val header: JsonObject

    /** A signed token: three parts (RFC 7515 §7.1). */
    class Jws(
        override val header: JsonObject,
        /** The text that is signed. */
        val signingInput: String,
        val payload: ByteArray,
        val signature: ByteArray,
    ) : CompactJwt {
        /** Returns the claims, or null when the content is not a JSON object or has a member twice. */
        fun claims(): JsonObject? = textOf(payload)?.let(::parseStrictJson) as? JsonObject
    }

    /** An encrypted token: five parts (RFC 7516 §7.1). */
    class Jwe(
        override val header: JsonObject,
        /** The header as received; it is authenticated together with the content (RFC 7516 §5.1). */
        val authenticated: String,
        val encryptedKey: ByteArray,
        val initializationVector: ByteArray,
        val cipherText: ByteArray,
        val authenticationTag: ByteArray,
    ) : CompactJwt

    companion object {
        /** The limit, in characters, for tokens that are parsed. */
        const val MAX_LENGTH: Int = 262_144

        private const val JWS_PARTS = 3
        private const val JWE_PARTS = 5

        /**
         * Returns the parts of [text], or null when it is neither a JWS nor a JWE in compact form or is longer than [MAX_LENGTH].
         */
        fun parse(text: String): CompactJwt? {
            if (text.length > MAX_LENGTH) return null
            val parts = text.split('.', limit = JWE_PARTS + 1)
            if (parts.size != JWS_PARTS && parts.size != JWE_PARTS) return null
            val header = Base64Url.decode(parts[0])?.toJsonObject()?.takeIf { it.string("alg") != null } ?: return null
            val rest = parts.drop(1).map { Base64Url.decode(it) ?: return null }
            return if (rest.size == JWS_PARTS - 1) {
                Jws(header, signingInput = text.substringBeforeLast('.'), payload = rest[0], signature = rest[1])
            } else {
                Jwe(header, authenticated = parts[0], rest[0], rest[1], rest[2], rest[3])
            }
        }

        private fun ByteArray.toJsonObject(): JsonObject? = textOf(this)?.let(::parseUniqueJson) as? JsonObject

        /**
         * Decodes [octets] as UTF-8. Returns null when they are not valid or begin with a byte order mark, because signed content
         * is read without changes.
         */
        private fun textOf(octets: ByteArray): String? =
            try {
                octets.decodeToString(throwOnInvalidSequence = true).takeUnless { it.startsWith('\uFEFF') }
            } catch (_: CharacterCodingException) {
                null
            }
    }
}
