package io.github.oidcauth.internal.browser

/**
 * The words of a command with a place for a URL: `%s` stands for it and `%%` for a percent sign; without `%s` the URL is added at
 * the end.
 */
internal class CommandTemplate private constructor(
    private val words: List<String>,
) {
    fun forUrl(url: String): List<String> {
        val filled = words.map { word -> PLACES.replace(word) { if (it.value == PLACE) url else "%" } }
        return if (words.any { PLACE in it.replace("%%", "") }) filled else filled + url
    }

    companion object {
        private const val PLACE = "%s"
        private val PLACES = Regex("%[%s]")
        private val SHELL_SCRIPTS = listOf(".bat", ".cmd")

        /** Null when [words] name no program, or one that would hand the URL to a shell. */
        fun of(
            words: List<String>,
            isWindows: Boolean,
        ): CommandTemplate? {
            val program = words.firstOrNull { it.isNotEmpty() } ?: return null
            // Windows runs these by way of its shell, which would read the '&' in a URL as the end of the command.
            if (isWindows && SHELL_SCRIPTS.any { program.lowercase().endsWith(it) }) return null
            // `sh -c "firefox %s"`: another program would take the URL apart.
            if (words.any { PLACE in it && it.any(Char::isWhitespace) }) return null
            return CommandTemplate(words)
        }
    }
}
