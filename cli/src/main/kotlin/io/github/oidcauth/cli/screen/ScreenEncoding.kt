// Tested by QrPictureTest.
package io.github.oidcauth.cli.screen

import java.nio.charset.Charset
import java.nio.charset.IllegalCharsetNameException
import java.nio.charset.UnsupportedCharsetException

/** The encoding of standard error. */
internal object ScreenEncoding {
    // The first since JDK 19, the second in JDK 17.
    private val PROPERTIES = listOf("stderr.encoding", "sun.stderr.encoding")
    private const val BLOCKS = "█▀▄"

    /** Returns true if standard error can show half blocks. */
    fun hasHalfBlocks(property: (String) -> String? = System::getProperty): Boolean =
        charset(property).let { it.canEncode() && it.newEncoder().canEncode(BLOCKS) }

    private fun charset(property: (String) -> String?): Charset =
        PROPERTIES.firstNotNullOfOrNull { name ->
            try {
                property(name)?.let(Charset::forName)
            } catch (_: IllegalCharsetNameException) {
                null
            } catch (_: UnsupportedCharsetException) {
                null
            }
        } ?: Charset.defaultCharset()
}
