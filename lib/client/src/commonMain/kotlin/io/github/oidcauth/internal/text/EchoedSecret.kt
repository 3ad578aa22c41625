package io.github.oidcauth.internal.text

import io.github.oidcauth.internal.tokens.text
import kotlin.io.encoding.Base64

/**
 * One secret, to be found in a text that repeats it: as it is or in any case of letters, percent-encoded, escaped as in JSON or
 * HTML, even twice, each character in its own way; or in base64, alone or in the middle of something longer.
 *
 * The time of a search grows with the product of both lengths at worst, and some secrets were made by the server. So only the
 * first [MAX_SEARCHED] characters are compared. Text that begins like a long secret and then differs may be another secret, such
 * as a JWT with the same header, and is removed to its end.
 */
internal class EchoedSecret private constructor(
    private val secret: String,
    private val isBase64: Boolean,
) {
    private val beginning: List<SpelledCharacter> = SpelledCharacter.of(secret.take(MAX_SEARCHED), isBase64)
    private val isWhole = secret.length <= MAX_SEARCHED

    /** Longer ones are taken out first: one secret may begin with another, and would leave its own end behind. */
    val length: Int get() = secret.length

    /** Returns [text] with [replacement] wherever the secret is. */
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
            // Base64 has the rest of what it was made of around the secret: the client's name, the end of a header.
            val start = if (isBase64) beginningOfWord(text, at, copied) else at
            result = (result ?: StringBuilder()).append(text, copied, start).append(replacement)
            copied = end
            at = end
        }
        return result?.append(text, copied, text.length)?.toString() ?: text
    }

    /** Returns the index behind the secret that begins [at], or [NONE] if there is none. */
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

        /** Shorter ones have so little of base64 that words could be taken for it. */
        const val MIN_IN_BASE64: Int = 6
        private const val MAX_IN_BASE64 = 96
        private const val OCTETS_OF_GROUP = 3

        /**
         * Number of base64 characters that the octets before the secret affect, by their number (0 to 2) in the group of three.
         */
        private val SHARED = intArrayOf(0, 2, 3)
        private const val BITS_OF_OCTET = 8
        private const val BITS_OF_CHARACTER = 6

        /** Everything that [secret] may come back as. */
        fun spellingsOf(secret: String): List<EchoedSecret> =
            listOf(EchoedSecret(secret, isBase64 = false)) +
                (if (secret.length < MIN_IN_BASE64) emptyList() else inBase64(secret).map { EchoedSecret(it, isBase64 = true) })

        /**
         * The characters that [secret] alone decides, for each place that it may have in the groups of three octets (RFC 4648
         * §4).
         */
        private fun inBase64(secret: String): List<String> {
            val octets = secret.take(MAX_IN_BASE64).encodeToByteArray()
            return List(OCTETS_OF_GROUP) { before ->
                val decided = (before + octets.size) * BITS_OF_OCTET / BITS_OF_CHARACTER
                Base64.encode(ByteArray(before) + octets).substring(SHARED[before], decided)
            }
        }

        /** RFC 6750 §2.1, and what is percent-encoded. */
        private fun isTokenCharacter(c: Char) = c in 'a'..'z' || c in 'A'..'Z' || c in '0'..'9' || c in "-._~+/=%"
    }
}
