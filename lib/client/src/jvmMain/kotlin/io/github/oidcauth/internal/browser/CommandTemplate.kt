package io.github.oidcauth.internal.browser

/**
 * The words of a command with a placeholder for a URL: `%s` is replaced by the URL and `%%` by a percent sign. Without `%s` the
 * URL is appended.
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

        /** Returns null when [words] name no program, or [rejectionReason] refuses them. */
        fun of(
            words: List<String>,
            isWindows: Boolean,
        ): CommandTemplate? {
            val isProgram = words.any { it.isNotEmpty() }
            return if (isProgram && rejectionReason(words, isWindows) == null) CommandTemplate(words) else null
        }

        /**
         * Returns the reason for which [words] must not be given a URL, as the object of a sentence about them, or null when they
         * may.
         */
        fun rejectionReason(
            words: List<String>,
            isWindows: Boolean,
        ): String? {
            val program = words.firstOrNull { it.isNotEmpty() }.orEmpty().lowercase()
            CommandInterpreters.find(words)?.let { return "$it, which executes its arguments" }
            // Windows executes these with its shell, which would treat the '&' in a URL as the end of the command.
            if (isWindows && SHELL_SCRIPTS.any(program::endsWith)) return "a script that Windows executes with its shell"
            // In `wrapper "firefox %s"`, another program would interpret the URL.
            val isLine = words.any { PLACEHOLDER in it && it.any(Char::isWhitespace) }
            return if (isLine) "a line that another program would interpret" else null
        }
    }
}
