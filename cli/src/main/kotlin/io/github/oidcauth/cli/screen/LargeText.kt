package io.github.oidcauth.cli.screen

/**
 * Draws a user code in letters of four rows, to be read from where a phone is typed at. Such codes consist of capital letters,
 * digits and hyphens (RFC 8628 §6.1); others are not drawn, because small letters would have to look like capitals.
 */
internal object LargeText {
    /** Five columns by seven rows; each row is five bits in hexadecimal, the leftmost first. */
    private val GLYPHS =
        (
            "A0E11111F111111 B1E11111E11111E C0E11101010110E D1E11111111111E E1F10101E10101F F1F10101E101010 " +
                "G0E11101711110F H1111111F111111 I0E04040404040E J0702020202120C K11121418141211 L1010101010101F " +
                "M111B1515111111 N11191513111111 O0E11111111110E P1E11111E101010 Q0E11111115120D R1E11111E141211 " +
                "S0F10100E01011E T1F040404040404 U1111111111110E V11111111110A04 W11111115151B11 X11110A040A1111 " +
                "Y11110A04040404 Z1F01020408101F 00E11131519110E 1040C040404040E 20E11010204081F 31F02040201110E " +
                "402060A121F0202 51F101E0101110E 60608101E11110E 71F010204080808 80E11110E11110E 90E11110F01020C " +
                "-0000001F000000"
        ).split(' ').associate { it[0] to it.drop(1).chunked(2).map { row -> row.toInt(radix = 16) } }
    private const val WIDTH = 5
    private const val HEIGHT = 7
    private const val GAP = " "

    /** Returns the lines of [code], or none if it has characters that are not drawn. */
    fun lines(code: String): List<String> {
        val glyphs = code.map { GLYPHS[it] ?: return emptyList() }
        return (0 until HEIGHT step 2).map { y -> glyphs.joinToString(GAP) { row(it, y) } }
    }

    private fun row(
        glyph: List<Int>,
        y: Int,
    ): String =
        (WIDTH - 1 downTo 0).map { bit ->
            val upper = glyph[y] shr bit and 1
            val lower = glyph.getOrElse(y + 1) { 0 } shr bit and 1
            CHARACTERS[upper * 2 + lower]
        }.joinToString("")

    private val CHARACTERS = " ${QrText.LOWER}${QrText.UPPER}${QrText.FULL}"
}
