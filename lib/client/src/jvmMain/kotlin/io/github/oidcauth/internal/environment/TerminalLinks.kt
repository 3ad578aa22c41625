package io.github.oidcauth.internal.environment

/**
 * Detects if a terminal supports links (OSC 8). Terminals cannot be asked without reading what the user types, so only those count
 * that are known by a variable. A multiplexer may drop links or show them as text, so it has none.
 */
internal object TerminalLinks {
    private const val FIRST_VTE = 5_000
    private const val FORCE = "FORCE_HYPERLINK"
    private val MULTIPLEXERS = listOf("tmux", "screen")
    private val TERMS = setOf("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "foot-extra", "wezterm", "contour")
    private val PROGRAMS = setOf("iTerm.app", "WezTerm", "vscode", "ghostty", "rio", "WarpTerminal", "Hyper")
    private val VARIABLES = listOf("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM", "WEZTERM_PANE")

    /** Returns true if links are shown as such. The variable `FORCE_HYPERLINK` decides first: 0 means no. */
    fun areSupported(environment: Environment): Boolean {
        environment[FORCE]?.trim()?.takeIf { it.isNotEmpty() }?.let { return it != "0" && it != "false" }
        val term = environment["TERM"].orEmpty()
        if (!environment["TMUX"].isNullOrEmpty() || !environment["STY"].isNullOrEmpty()) return false
        if (MULTIPLEXERS.any { term.startsWith(it) }) return false
        return term in TERMS || environment["TERM_PROGRAM"] in PROGRAMS ||
            VARIABLES.any { !environment[it].isNullOrEmpty() } ||
            (environment["VTE_VERSION"]?.toIntOrNull() ?: 0) >= FIRST_VTE
    }
}
