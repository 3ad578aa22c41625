package io.github.oidcauth.cli.screen

import com.google.zxing.BinaryBitmap
import com.google.zxing.NotFoundException
import com.google.zxing.RGBLuminanceSource
import com.google.zxing.common.HybridBinarizer
import com.google.zxing.qrcode.QRCodeReader

/** A phone in front of a terminal: finds the QR code on a screen of characters and reads it. */
internal object QrReader {
    private const val WIDTH = 5
    private const val HEIGHT = 2 * WIDTH
    private const val LIGHT = 0xFFFFFF
    private const val MARGIN = 6
    private val STYLES = Regex("\u001b\\[[0-9;]*m")

    /**
     * Returns the text of the code on [screen], or null if there is none that can be read. [isDark] is the terminal: blocks are
     * light there, as text is.
     */
    fun read(
        screen: List<String>,
        isDark: Boolean = true,
    ): String? {
        val plain = screen.map { it.replace(STYLES, "") }
        val columns = plain.maxOf { it.length } + 2 * MARGIN
        val rows = List(MARGIN) { "" } + plain.map { " ".repeat(MARGIN) + it } + List(MARGIN) { "" }
        val width = columns * WIDTH
        val pixels = IntArray(width * rows.size * HEIGHT)
        pixels.indices.forEach { i ->
            val x = i % width
            val y = i / width
            val c = rows[y / HEIGHT].getOrElse(x / WIDTH) { ' ' }
            val isUpper = y % HEIGHT < HEIGHT / 2
            val isBlock = c == QrText.FULL || c == (if (isUpper) QrText.UPPER else QrText.LOWER)
            // Letters are about half ink, which is enough to be no part of a code.
            val isInk = isBlock || (c != ' ' && c != QrText.UPPER && c != QrText.LOWER && (x + y) % 2 == 0)
            pixels[i] = if (isInk == isDark) LIGHT else 0
        }
        return try {
            val source = RGBLuminanceSource(width, rows.size * HEIGHT, pixels)
            QRCodeReader().decode(BinaryBitmap(HybridBinarizer(source))).text
        } catch (_: NotFoundException) {
            null
        }
    }
}
