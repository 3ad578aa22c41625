package io.github.oidcauth.internal.responses

import io.github.oidcauth.internal.text.printable

/**
 * One challenge of a `WWW-Authenticate` header (RFC 9110 §11.3): the authentication that a server requires, and often the reason
 * for which it refused the request.
 */
internal class Challenge(
    /** The scheme as the server wrote it. Compare it with [isScheme], which ignores case. */
    val scheme: String,
    /** The parameters by name in lower case, unquoted. Untrusted text. */
    val parameters: Map<String, String> = emptyMap(),
    /** The value that schemes such as `Negotiate` have instead of parameters, or null. */
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
         * Returns the challenges of all [headers] of that name, in order (RFC 9110 §11.6.1). Never throws: at a malformed element
         * the rest of its header is skipped, and everything before it counts, because a server that does not quote its
         * description correctly has still named its error. Headers longer than [MAX_HEADER_LENGTH] are ignored, and so is
         * everything beyond the other limits.
         */
        fun parse(headers: List<String>): List<Challenge> =
            headers
                .take(MAX_HEADERS)
                .filter { it.length <= MAX_HEADER_LENGTH }
                .flatMap { ChallengeReader(it).read() }
                .take(MAX_CHALLENGES)
    }
}

/** Parses the list in one header value, character by character, and never goes back further than one word. */
private class ChallengeReader(
    private val text: String,
) {
    private val challenges = mutableListOf<Challenge>()
    private var at = 0

    /** The scheme of the current challenge. Its parameters follow as further elements of the same list. */
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

    /**
     * Reads one element of the list: nothing, a parameter of the current challenge, or a new challenge. Returns false when it is
     * malformed.
     */
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

    /**
     * Reads `name = token` or `name = "quoted"`. The first of two parameters with one name counts, because text that was injected
     * into a value comes later.
     */
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

    /** Reads a quoted string (RFC 9110 §5.6.4). Returns null when it does not end or contains a control character. */
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

    /** Returns whether [c] is a character of a token (RFC 9110 §5.6.2). */
    private fun isTokenCharacter(c: Char) = isLetterOrDigit(c) || c in "!#$%&'*+-.^_`|~"

    /** Returns whether [c] is a character of a token68 (RFC 9110 §11.2). */
    private fun isToken68Character(c: Char) = isLetterOrDigit(c) || c in "-._~+/"
}
