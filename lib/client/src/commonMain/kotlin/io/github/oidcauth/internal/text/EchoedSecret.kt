// Tested by RedactionTest.
package io.github.oidcauth.internal.text

import kotlin.io.encoding.Base64

/**
 * One secret, for the search in a text that repeats it: unchanged or in another case, percent-encoded, or escaped as in JSON or
 * HTML, even twice and differently for each character; or in base64, alone or as part of a longer text.
 *
 * The time of a search can grow with the product of both lengths, and some secrets were created by the server. So only the first
 * [MAX_SEARCHED] characters are compared. Text that begins like a long secret and then differs may be another secret, such as a
 * JWT with the same header, and is removed to its end.
 */
internal class EchoedSecret private constructor(
    private val secret: String,
    private val isBase64: Boolean,
) {
    private val beginning: List<SpelledCharacter> = SpelledCharacter.of(secret.take(MAX_SEARCHED), isBase64)
    private val isWhole = secret.length <= MAX_SEARCHED

    /**
     * The length of the secret. Longer secrets are removed first: if one secret begins with another, the rest of the longer one
     * would stay in the text.
     */
    val length: Int get() = secret.length

    /** Returns [text] with [replacement] in place of each occurrence of the secret. */
    fun removeFrom(
        text: String,
        replacement: String,
    ): String {
        var copied = 0
        var at = 0
        var result: StringBuilder? = null
        while (at < text.length) {
            val end = if (beginning[0].mayBeginWith(text[at])) endIn(text, at) else NONE
            if (end == NONE) {
                at++
                continue
            }
            // The base64 text around the secret encodes related values: the client's name, the end of a header.
            val start = if (isBase64) beginningOfWord(text, at, copied) else at
            result = (result ?: StringBuilder()).append(text, copied, start).append(replacement)
            copied = end
            at = end
        }
        return result?.append(text, copied, text.length)?.toString() ?: text
    }

    /** Returns the index after the secret that begins at [at], or [NONE] if the secret does not begin there. */
    private fun endIn(
        text: String,
        at: Int,
    ): Int {
        var end = at
        for (character in beginning) {
            end = character.endIn(text, end)
            if (end == NONE) return NONE
        }
        if (isBase64) return endOfWord(text, end)
        if (isWhole) return end
        var position = MAX_SEARCHED
        while (end < text.length && position < secret.length && text[end].equals(secret[position], true)) {
            end++
            position++
        }
        return if (position == secret.length) end else endOfWord(text, end)
    }

    private fun endOfWord(
        text: String,
        from: Int,
    ): Int {
        var end = from
        while (end < text.length && isTokenCharacter(text[end])) end++
        return end
    }

    private fun beginningOfWord(
        text: String,
        from: Int,
        notBefore: Int,
    ): Int {
        var start = from
        while (start > notBefore && isTokenCharacter(text[start - 1])) start--
        return start
    }

    override fun toString(): String = "EchoedSecret(██)"

    companion object {
        const val NONE: Int = -1
        private const val MAX_SEARCHED = 128

        /**
         * The minimum length of secrets that are searched in base64. The base64 text of shorter secrets is so short that words
         * could match it.
         */
        const val MIN_IN_BASE64: Int = 6
        private const val MAX_IN_BASE64 = 96
        private const val OCTETS_OF_GROUP = 3

        /**
         * The number of base64 characters that the octets before the secret affect, by their number (0 to 2) in the group of
         * three.
         */
        private val SHARED = intArrayOf(0, 2, 3)
        private const val BITS_OF_OCTET = 8
        private const val BITS_OF_CHARACTER = 6

        /** Returns all forms in which [secret] may be repeated. */
        fun spellingsOf(secret: String): List<EchoedSecret> =
            listOf(EchoedSecret(secret, isBase64 = false)) +
                (if (secret.length < MIN_IN_BASE64) emptyList() else inBase64(secret).map { EchoedSecret(it, isBase64 = true) })

        /**
         * Returns the base64 characters that depend on [secret] alone, for each of its possible positions in the groups of three
         * octets (RFC 4648 §4).
         */
        private fun inBase64(secret: String): List<String> {
            val octets = secret.take(MAX_IN_BASE64).encodeToByteArray()
            return List(OCTETS_OF_GROUP) { before ->
                val decided = (before + octets.size) * BITS_OF_OCTET / BITS_OF_CHARACTER
                Base64.encode(ByteArray(before) + octets).substring(SHARED[before], decided)
            }
        }

        /** Returns whether [c] is a character of a token (RFC 6750 §2.1) or of percent-encoding. */
        private fun isTokenCharacter(c: Char) = c in 'a'..'z' || c in 'A'..'Z' || c in '0'..'9' || c in "-._~+/=%"
    }
}
