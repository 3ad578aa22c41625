// Tested by PathTextTest and HostilePathTest.
package io.github.oidcauth.internal.api

/**
 * Finds the dot segments by which a path leaves the one that it is appended to (RFC 3986 §5.2.4), in every spelling that a server
 * or proxy is known to resolve: percent-encoded once or several times, with encoded slashes or backslashes beside them, with
 * parameters behind them (`..;x`), in overlong UTF-8, or in characters that look like dots and slashes and that some servers
 * replace by those. Pure.
 */
internal object DotSegments {
    private const val MAX_ROUNDS = 8
    private const val DOTS_FAULT =
        "has '.' or '..' in it, maybe percent-encoded, and could leave the URL of the client. Write the path out."
    private const val DELETE = '\u007F'
    private val DOTS = setOf(".", "..")
    private val SLASHES = charArrayOf('/', '\\')
    private val ENDS = charArrayOf(';', '?', '#')

    /** In the octets of UTF-8, each as one character. */
    private val LOOKALIKES =
        listOf(
            "\u00EF\u00BC\u008E" to ".",
            "\u00E2\u0080\u00A4" to ".",
            "\u00E2\u0080\u00A5" to "..",
            "\u00EF\u00BC\u008F" to "/",
            "\u00E2\u0081\u0084" to "/",
            "\u00E2\u0088\u0095" to "/",
            "\u00EF\u00BC\u00BC" to "\\",
            "\u00EF\u00BC\u009B" to ";",
        )

    /** Characters of fewer octets that are written with more, which UTF-8 does not allow (RFC 3629 §3). */
    private val OVERLONG = Regex("[\u00C0\u00C1]|\u00E0[\u0080-\u009F]|\u00F0[\u0080-\u008F]")

    /** Returns the reason why [path], in which everything is percent-encoded that has to be, cannot be used, or null. */
    fun faultOf(path: String): String? {
        var current = path
        repeat(MAX_ROUNDS) {
            faultOfDecoded(current)?.let { return it }
            val decoded = PercentEncoding.decodeOnce(current)
            if (decoded == current) return null
            current = decoded
        }
        return "is percent-encoded more than ${MAX_ROUNDS - 1} times. Encode it once."
    }

    private fun faultOfDecoded(path: String): String? =
        when {
            path.any { it < ' ' || it == DELETE } -> "has a control character, maybe percent-encoded. Leave it out."
            OVERLONG.containsMatchIn(path) -> "has octets that are not valid in UTF-8. Encode the text anew."
            hasDots(path) -> DOTS_FAULT
            else -> null
        }

    private fun hasDots(path: String): Boolean {
        val plain = LOOKALIKES.fold(path) { text, (from, to) -> text.replace(from, to) }
        return plain.split(*SLASHES).any { segment ->
            val end = segment.indexOfAny(ENDS)
            (if (end < 0) segment else segment.take(end)).trim() in DOTS
        }
    }
}
