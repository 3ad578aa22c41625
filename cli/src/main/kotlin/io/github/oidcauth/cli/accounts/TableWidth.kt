package io.github.oidcauth.cli.accounts

/** The width of a table on standard output. Pure. */
internal object TableWidth {
    private const val COLUMNS = "COLUMNS"
    private const val LEAST = 20

    /** Returns the width of the terminal, which the launcher passes on, or null: in a pipe or a file nothing is cut off. */
    fun of(
        environment: (String) -> String?,
        isTerminal: Boolean,
    ): Int? = environment(COLUMNS)?.trim()?.toIntOrNull()?.takeIf { isTerminal && it >= LEAST }
}
