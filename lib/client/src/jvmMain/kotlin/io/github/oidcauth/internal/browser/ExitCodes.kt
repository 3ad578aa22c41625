package io.github.oidcauth.internal.browser

/**
 * The meaning of a program's exit code for the page that it was to open. Most codes say nothing: Windows' Explorer always ends with 1, and
 * so do scripts whose last command looked for something. Pure.
 */
internal object ExitCodes {
    enum class Meaning {
        /** The page is open, as far as can be known. */
        OPENED,

        /** It may be open: nothing else is started, or there would be two. */
        UNKNOWN,

        /** It is not, so that another program may be tried. */
        NOT_OPENED,
    }

    /** Returns what [code] of a command with [words] says. */
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

    /** POSIX Shell 2.8.2: what was to be run is not there, or cannot be. */
    private val NOT_RUN = setOf(126, 127)

    /** xdg-open(1): a file or a tool is missing, or the action failed. */
    private val XDG_OPEN = setOf(2, 3, 4)
}
