package io.github.oidcauth.internal.browser

/**
 * The words of a command with a place for a URL: `%s` stands for it and `%%` for a percent sign; without `%s` the URL is added at
 * the end.
 */
internal class CommandTemplate private constructor(
    private val words: List<String>,
) {
    fun forUrl(url: String): List<String> {
        val filled = words.map { word -> PLACEHOLDERS.replace(word) { if (it.value == PLACEHOLDER) url else "%" } }
        return if (words.any { PLACEHOLDER in it.replace("%%", "") }) filled else filled + url
    }

    companion object {
        private const val PLACEHOLDER = "%s"
        private val PLACEHOLDERS = Regex("%[%s]")
        private val SHELL_SCRIPTS = listOf(".bat", ".cmd")

        /** Null when [words] name no program, or when [rejectionReason] them. */
        fun of(
            words: List<String>,
            isWindows: Boolean,
        ): CommandTemplate? {
            val isProgram = words.any { it.isNotEmpty() }
            return if (isProgram && rejectionReason(words, isWindows) == null) CommandTemplate(words) else null
        }

        /** Returns why [words] must not be given a URL, as an object of a sentence about them; null when they may. */
        fun rejectionReason(
            words: List<String>,
            isWindows: Boolean,
        ): String? {
            val program = words.firstOrNull { it.isNotEmpty() }.orEmpty().lowercase()
            CommandInterpreters.find(words)?.let { return "$it, which runs what it is given" }
            // Windows runs these by way of its shell, which would read the '&' in a URL as the end of the command.
            if (isWindows && SHELL_SCRIPTS.any(program::endsWith)) return "a script that Windows runs by its shell"
            // `wrapper "firefox %s"`: another program would take the URL apart.
            val isLine = words.any { PLACEHOLDER in it && it.any(Char::isWhitespace) }
            return if (isLine) "a line for another program to take apart" else null
        }
    }
}
