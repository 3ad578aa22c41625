package io.github.oidcauth

/** The size of a terminal in characters, and its styles, for a [LoginPicture]. */
public class TerminalSpace
    @JvmOverloads
    constructor(
        /** The width. */
        public val columns: Int,
        /** The height, or null if it is unknown. */
        public val rows: Int?,
        /** True if styles and colours (SGR) may be used. */
        @get:JvmName("hasStyles")
        public val hasStyles: Boolean = false,
    ) {
        private fun values() = listOf(columns, rows, hasStyles)

        override fun equals(other: Any?): Boolean = other is TerminalSpace && values() == other.values()

        override fun hashCode(): Int = values().hashCode()

        override fun toString(): String = "TerminalSpace(columns=$columns, rows=$rows, hasStyles=$hasStyles)"
    }
