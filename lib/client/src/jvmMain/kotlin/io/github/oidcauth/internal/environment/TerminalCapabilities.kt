package io.github.oidcauth.internal.environment

/** The capabilities of a terminal beyond printing lines. */
internal class TerminalCapabilities(
    /** True if the output is a terminal. */
    val isTerminal: Boolean,
    /** True if it supports bold type. */
    val hasStyles: Boolean,
    /** True if a line can be overwritten. */
    val canRewrite: Boolean,
    /** The width in characters. */
    val columns: Int,
    /** True if the position of the cursor can be saved and restored (DECSC and DECRC of the VT100). */
    val canSaveCursor: Boolean = hasStyles,
    /** True if text can be a link (OSC 8). */
    val hasLinks: Boolean = false,
    /** The height in characters, or null if it is unknown. */
    rows: Lazy<Int?> = lazyOf(null),
) {
    /** The height in characters, or null if it is unknown. */
    val rows: Int? by rows

    companion object {
        private const val DEFAULT_COLUMNS = 80
        private const val LEAST_COLUMNS = 10

        /** A file, a pipe or a test. */
        val NONE: TerminalCapabilities =
            TerminalCapabilities(isTerminal = false, hasStyles = false, canRewrite = false, columns = DEFAULT_COLUMNS)

        /**
         * Returns what the terminal can do. [colors] decides on styles in place of the environment, if it is not null. If [isPlain],
         * nothing beyond printing lines is used. [size] measures the terminal where no variable has its size.
         */
        fun detect(
            environment: Environment,
            isTerminal: Boolean,
            platform: Platform,
            colors: Boolean? = null,
            isPlain: Boolean = false,
            size: () -> TerminalSize? = { null },
        ): TerminalCapabilities {
            val isDumb = isPlain || environment["TERM"] == "dumb"
            // The older console of Windows does not interpret escape sequences.
            val knowsEscapes =
                !platform.isWindows || !environment["WT_SESSION"].isNullOrEmpty() || !environment["TERM"].isNullOrEmpty()
            val measured = lazy { if (isTerminal) size() else null }
            val hasStyles =
                !isPlain && (colors ?: (isTerminal && !isDumb && knowsEscapes && environment["NO_COLOR"].isNullOrEmpty()))
            return TerminalCapabilities(
                isTerminal = isTerminal,
                hasStyles = hasStyles,
                canRewrite = isTerminal && !isDumb,
                columns = environment.size("COLUMNS", LEAST_COLUMNS) ?: measured.value?.columns ?: DEFAULT_COLUMNS,
                canSaveCursor = isTerminal && !isDumb && knowsEscapes,
                hasLinks = isTerminal && hasStyles && !isDumb && TerminalLinks.areSupported(environment),
                rows = lazy { environment.size("LINES", 1) ?: measured.value?.rows },
            )
        }

        private fun Environment.size(
            name: String,
            least: Int,
        ): Int? = this[name]?.trim()?.toIntOrNull()?.takeIf { it >= least }
    }
}
