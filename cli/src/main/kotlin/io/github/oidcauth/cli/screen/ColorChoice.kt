package io.github.oidcauth.cli.screen

/** The values of the option `--color`. */
internal enum class ColorChoice {
    AUTO,
    ALWAYS,
    NEVER,
    ;

    val word: String get() = name.lowercase()

    /**
     * Returns true or false if the choice or a variable decides on styles, and null if the terminal does: `always` and `never`
     * decide first, then `NO_COLOR` (no-color.org), then `CLICOLOR_FORCE` and `FORCE_COLOR`, then `CLICOLOR=0`. Empty variables
     * count as not set.
     */
    fun decision(environment: (String) -> String?): Boolean? {
        fun value(name: String) = environment(name)?.takeIf { it.isNotEmpty() }
        val forced = FORCING.mapNotNull(::value)
        return when {
            this != AUTO -> this == ALWAYS
            value("NO_COLOR") != null -> false
            forced.any { it !in OFF } -> true
            forced.isNotEmpty() || value("CLICOLOR") == "0" -> false
            else -> null
        }
    }

    /** Returns true if standard error gets styles; [isTerminal] says if it is a terminal. */
    fun hasColors(
        environment: (String) -> String?,
        isTerminal: Boolean,
        isWindows: Boolean = false,
    ): Boolean {
        // The older console of Windows does not interpret escape sequences.
        val knowsEscapes = !isWindows || listOf("WT_SESSION", "TERM").any { !environment(it).isNullOrEmpty() }
        return decision(environment) ?: (isTerminal && knowsEscapes && environment("TERM") != "dumb")
    }

    companion object {
        private val FORCING = listOf("CLICOLOR_FORCE", "FORCE_COLOR")
        private val OFF = setOf("0", "false")

        /** Returns the choice that [word] names, or null. */
        fun find(word: String): ColorChoice? = entries.firstOrNull { it.word == word.lowercase() }
    }
}
