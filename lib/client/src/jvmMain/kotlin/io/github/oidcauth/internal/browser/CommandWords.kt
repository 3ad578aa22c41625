package io.github.oidcauth.internal.browser

/**
 * Splits a command into words as a POSIX shell does, by quotes and backslashes alone: nothing is expanded, nothing is executed.
 */
internal object CommandWords {
    /**
     * Returns the words of [text], or null when a quote is not closed. [backslashEscapes] is false where a backslash separates
     * the parts of a path.
     */
    fun split(
        text: String,
        backslashEscapes: Boolean,
    ): List<String>? {
        val words = mutableListOf<String>()
        var word: StringBuilder? = null
        var quote: Char? = null
        var i = 0
        while (i < text.length) {
            val c = text[i++]
            val escapes = backslashEscapes && c == '\\' && quote != '\'' && i < text.length
            when {
                escapes -> {
                    val next = text[i++]
                    // Between double quotes a backslash is an ordinary character, except before these (POSIX Shell 2.2.3).
                    if (quote == '"' && next !in "\"\\$`") word = (word ?: StringBuilder()).append(c)
                    word = (word ?: StringBuilder()).append(next)
                }

                c == quote -> {
                    quote = null
                }

                quote == null && (c == '"' || c == '\'') -> {
                    quote = c
                    word = word ?: StringBuilder()
                }

                quote == null && c.isWhitespace() -> {
                    word?.let { words += it.toString() }
                    word = null
                }

                else -> {
                    word = (word ?: StringBuilder()).append(c)
                }
            }
        }
        word?.let { words += it.toString() }
        return words.takeIf { quote == null }
    }
}
