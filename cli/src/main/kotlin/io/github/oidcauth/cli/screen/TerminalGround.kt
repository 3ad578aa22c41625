// Tested by TerminalGroundTest.
package io.github.oidcauth.cli.screen

/** The ground of the terminal, as far as it is known. */
internal object TerminalGround {
    private const val VARIABLE = "COLORFGBG"
    private const val WHITE = 7
    private val BRIGHT = 9..15

    /**
     * Returns true if `COLORFGBG` names a light ground. Some terminals set it, as `0;15` or `0;default;15`: text, then ground, by
     * the numbers of colours. Most do not, and are dark more often than not.
     */
    fun isLight(environment: (String) -> String?): Boolean {
        val ground = environment(VARIABLE)?.substringAfterLast(';', "")?.toIntOrNull()
        return ground == WHITE || (ground != null && ground in BRIGHT)
    }
}
