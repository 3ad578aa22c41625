package io.github.oidcauth.cli.screen

/**
 * Draws a QR code with half blocks, two modules in each character, so that modules are about square.
 *
 * Readers need dark modules on a light ground. With [Ground.COLORED] both colours are set, so that the code looks the same on
 * a dark and on a light terminal, and ignoring the colours leaves what is right on a dark one. Otherwise the terminal's own
 * colours are used: blocks are the light modules on a dark terminal, and the dark ones on a light terminal.
 */
internal class QrText(
    private val ground: Ground,
) {
    enum class Ground { COLORED, DARK, LIGHT }

    /** Returns the lines of [code] with [quietZone] light modules on each side. */
    fun lines(
        code: QrCode,
        quietZone: Int,
    ): List<String> {
        val modules = -quietZone until code.size + quietZone
        return modules.step(MODULES_OF_CHARACTER).map { y ->
            val row =
                modules.map { x ->
                    // An odd number of rows ends with half a character more of the quiet zone.
                    character(isBlock(code.isDark(x, y)), isBlock(code.isDark(x, y + 1)))
                }.joinToString("")
            if (ground == Ground.COLORED) WHITE_ON_BLACK + row + RESET else row
        }
    }

    private fun isBlock(isDark: Boolean): Boolean = isDark == (ground == Ground.LIGHT)

    private fun character(
        upper: Boolean,
        lower: Boolean,
    ): Char =
        when {
            upper && lower -> FULL
            upper -> UPPER
            lower -> LOWER
            else -> ' '
        }

    companion object {
        const val FULL: Char = '█'
        const val UPPER: Char = '▀'
        const val LOWER: Char = '▄'
        private const val MODULES_OF_CHARACTER = 2
        private const val WHITE_ON_BLACK = "\u001b[97;40m"
        private const val RESET = "\u001b[0m"

        /** Returns the number of columns and of rows that a code of [size] modules takes. */
        fun space(
            size: Int,
            quietZone: Int,
        ): Pair<Int, Int> {
            val modules = size + 2 * quietZone
            return modules to (modules + 1) / MODULES_OF_CHARACTER
        }
    }
}
