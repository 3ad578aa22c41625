// Tested by QrTextTest.
package io.github.oidcauth.cli.screen

import com.google.zxing.WriterException
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel
import com.google.zxing.qrcode.encoder.ByteMatrix
import com.google.zxing.qrcode.encoder.Encoder

/** The modules of a QR code, without the quiet zone around it (ISO/IEC 18004). */
internal class QrCode private constructor(
    private val matrix: ByteMatrix,
) {
    /** The number of modules in a row and in a column. */
    val size: Int get() = matrix.width

    /** Returns true if the module is dark. Modules outside are light, as the quiet zone is. */
    fun isDark(
        x: Int,
        y: Int,
    ): Boolean = x in 0 until size && y in 0 until size && matrix.get(x, y) == DARK

    companion object {
        private const val DARK: Byte = 1

        /**
         * Returns the smallest QR code of [text], or null if [text] is too long for any. A screen has no dirt or folds, so the
         * lowest level of error correction is enough.
         */
        fun of(text: String): QrCode? =
            try {
                QrCode(Encoder.encode(text, ErrorCorrectionLevel.L).matrix)
            } catch (_: WriterException) {
                null
            }
    }
}
