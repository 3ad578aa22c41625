package io.github.oidcauth.internal.browser

/**
 * The meaning of exit codes of programs that open a page. Most codes mean nothing: Windows' Explorer always returns 1, and so do
 * scripts whose last command searched for something. Pure.
 */
internal object ExitCodes {
    enum class Meaning {
        /** The page is open, as far as is known. */
        OPENED,

        /** The page may be open. No other program is started, so that it is not opened twice. */
        UNKNOWN,

        /** The page is not open, so another program may be tried. */
        NOT_OPENED,
    }

    /** Returns the meaning of [code] of a command with [words]. */
    fun meaning(
        words: List<String>,
        code: Int,
    ): Meaning {
        val program = words.first().substringAfterLast('/').substringAfterLast('\\').lowercase()
        return when {
            code == 0 || program in ALWAYS_ONE -> Meaning.OPENED
            code in NOT_RUN || (program == "xdg-open" && code in XDG_OPEN) -> Meaning.NOT_OPENED
            else -> Meaning.UNKNOWN
        }
    }

    private val ALWAYS_ONE = setOf("explorer.exe", "explorer")

    /** POSIX Shell 2.8.2: the program does not exist or cannot be executed. */
    private val NOT_RUN = setOf(126, 127)

    /** xdg-open(1): a file or a tool is missing, or the action failed. */
    private val XDG_OPEN = setOf(2, 3, 4)
}
