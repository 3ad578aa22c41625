package io.github.oidcauth.internal.responses

import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokens.text

/** One challenge of a `WWW-Authenticate` header (RFC 9110 §11.3): what an API wants to see, and often why it did not like what it saw. */
internal class Challenge(
    /** As the server wrote it. Schemes are compared without regard to case: [isScheme]. */
    val scheme: String,
    /** By name in lower case, unquoted. A stranger's text. */
    val parameters: Map<String, String> = emptyMap(),
    /** What stands in the place of parameters with schemes such as `Negotiate`, or null. */
    val token68: String? = null,
) {
    fun isScheme(name: String): Boolean = scheme.equals(name, ignoreCase = true)

    override fun toString(): String = "Challenge(${scheme.printable(MAX_PRINTED)})"

    companion object {
        const val MAX_HEADERS: Int = 16
        const val MAX_HEADER_LENGTH: Int = 8192
        const val MAX_CHALLENGES: Int = 32
        const val MAX_PARAMETERS: Int = 32
        private const val MAX_PRINTED = 32

        /**
         * The challenges of all [headers] of that name, in order (RFC 9110 §11.6.1). Total: whatever is malformed ends the reading of
         * its header, and what came before it counts, since a server that cannot quote its description has still named its error.
         * Headers longer than [MAX_HEADER_LENGTH] are left out, and so is all that exceeds the other limits.
         */
        fun parse(headers: List<String>): List<Challenge> =
            headers
                .take(MAX_HEADERS)
                .filter { it.length <= MAX_HEADER_LENGTH }
                .flatMap { ChallengeReader(it).read() }
                .take(MAX_CHALLENGES)
    }
}

/** Reads the list of one header value, character by character and never backwards further than one word. */
private class ChallengeReader(
    private val text: String,
) {
    private val challenges = mutableListOf<Challenge>()
    private var at = 0

    /** The challenge that is being read; its parameters come as further elements of the same list. */
    private var scheme: String? = null
    private var token68: String? = null
    private var parameters = linkedMapOf<String, String>()

    fun read(): List<Challenge> {
        do {
            skipBlanks()
        } while (readElement() && skipComma())
        finish()
        return challenges
    }

    /** One element of the list: nothing, a parameter of the challenge before, or a new challenge. False when it is malformed. */
    private fun readElement(): Boolean {
        if (at == text.length || text[at] == ',') return true
        val start = at
        val word = takeWhile(::isTokenCharacter)
        if (word.isEmpty()) return false
        val end = at
        skipBlanks()
        val next = text.getOrNull(at)
        if (next == '=') {
            at = start
            return readParameter()
        }
        finish()
        if (next != null && next != ',' && at == end) return false
        scheme = word
        return next == null || next == ',' || takeToken68() || readParameter()
    }

    private fun takeToken68(): Boolean {
        val start = at
        takeWhile(::isToken68Character)
        takeWhile { it == '=' }
        val value = text.substring(start, at)
        skipBlanks()
        val isWhole = value.isNotEmpty() && value[0] != '=' && (at == text.length || text[at] == ',')
        if (isWhole) token68 = value else at = start
        return isWhole
    }

    /** `name = token` or `name = "readQuoted"`. The first of one name counts: what was injected into a value comes later. */
    private fun readParameter(): Boolean {
        val name = takeWhile(::isTokenCharacter).lowercase()
        skipBlanks()
        if (name.isEmpty() || text.getOrNull(at) != '=') return false
        at++
        skipBlanks()
        val value =
            (if (text.getOrNull(at) == '"') readQuoted() else takeWhile(::isTokenCharacter).ifEmpty { null }) ?: return false
        if (scheme == null || token68 != null) return false
        if (name !in parameters && parameters.size < Challenge.MAX_PARAMETERS) parameters[name] = value
        skipBlanks()
        return true
    }

    /** RFC 9110 §5.6.4. Null when it does not end, or has a control character in it. */
    private fun readQuoted(): String? {
        at++
        val value = StringBuilder()
        while (at < text.length) {
            val c = text[at++]
            if (c == '"') return value.toString()
            val plain = if (c == '\\') text.getOrNull(at++) ?: return null else c
            if (plain.isISOControl() && plain != '\t') return null
            value.append(plain)
        }
        return null
    }

    private fun skipComma(): Boolean = (text.getOrNull(at) == ',').also { if (it) at++ }

    private fun skipBlanks() {
        takeWhile { it == ' ' || it == '\t' }
    }

    private inline fun takeWhile(belongs: (Char) -> Boolean): String {
        val start = at
        while (at < text.length && belongs(text[at])) at++
        return text.substring(start, at)
    }

    private fun finish() {
        scheme?.let { if (challenges.size < Challenge.MAX_CHALLENGES) challenges += Challenge(it, parameters, token68) }
        scheme = null
        token68 = null
        parameters = linkedMapOf()
    }

    private fun isLetterOrDigit(c: Char) = c in 'a'..'z' || c in 'A'..'Z' || c in '0'..'9'

    /** RFC 9110 §5.6.2. */
    private fun isTokenCharacter(c: Char) = isLetterOrDigit(c) || c in "!#$%&'*+-.^_`|~"

    /** RFC 9110 §11.2. */
    private fun isToken68Character(c: Char) = isLetterOrDigit(c) || c in "-._~+/"
}
