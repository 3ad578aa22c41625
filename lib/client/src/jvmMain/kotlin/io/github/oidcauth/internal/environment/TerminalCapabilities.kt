package io.github.oidcauth.internal.environment

/** What can be done to a terminal beyond writing lines to it. */
internal class TerminalCapabilities(
    /** Whether a user watches at all. */
    val isTerminal: Boolean,
    /** Whether it understands bold type. */
    val hasStyles: Boolean,
    /** Whether a line can be written over. */
    val canRewrite: Boolean,
    /** In characters. */
    val columns: Int,
    /** True if it can be told to go back to where the cursor was (DECSC and DECRC of the VT100). */
    val canSaveCursor: Boolean = hasStyles,
) {
    companion object {
        private const val DEFAULT_COLUMNS = 80
        private const val LEAST_COLUMNS = 10

        /** A file, a pipe or a test: nobody watches. */
        val NONE: TerminalCapabilities =
            TerminalCapabilities(isTerminal = false, hasStyles = false, canRewrite = false, columns = DEFAULT_COLUMNS)

        fun detect(
            environment: Environment,
            isTerminal: Boolean,
            platform: Platform,
        ): TerminalCapabilities {
            val isDumb = environment["TERM"] == "dumb"
            // Windows' older console prints escape sequences as they are.
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
