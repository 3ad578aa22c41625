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
) {
    companion object {
        private const val DEFAULT_COLUMNS = 80
        private const val LEAST_COLUMNS = 10

        /** A file, a pipe or a test. */
        val NONE: TerminalCapabilities =
            TerminalCapabilities(isTerminal = false, hasStyles = false, canRewrite = false, columns = DEFAULT_COLUMNS)

        fun detect(
            environment: Environment,
            isTerminal: Boolean,
            platform: Platform,
        ): TerminalCapabilities {
            val isDumb = environment["TERM"] == "dumb"
            // The older console of Windows does not interpret escape sequences.
            val knowsEscapes =
                !platform.isWindows || !environment["WT_SESSION"].isNullOrEmpty() || !environment["TERM"].isNullOrEmpty()
            return TerminalCapabilities(
                isTerminal = isTerminal,
                hasStyles = isTerminal && !isDumb && knowsEscapes && environment["NO_COLOR"].isNullOrEmpty(),
                canRewrite = isTerminal && !isDumb,
                columns = environment["COLUMNS"]?.trim()?.toIntOrNull()?.takeIf { it >= LEAST_COLUMNS } ?: DEFAULT_COLUMNS,
                canSaveCursor = isTerminal && !isDumb && knowsEscapes,
            )
        }
    }
}
