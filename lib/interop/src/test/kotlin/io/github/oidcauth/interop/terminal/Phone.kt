package io.github.oidcauth.interop.terminal

import com.google.zxing.BinaryBitmap
import com.google.zxing.NotFoundException
import com.google.zxing.RGBLuminanceSource
import com.google.zxing.common.HybridBinarizer
import com.google.zxing.qrcode.QRCodeReader
import io.github.oidcauth.interop.browser.Chromium
import io.github.oidcauth.interop.oidcprovider.NodeEnvironment
import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Folders

/** A phone: its camera reads QR codes from a screen of half blocks, its browser is Chromium. */
internal object Phone {
    private const val SCALE = 5
    private const val WHITE = 0xFFFFFF

    /** Returns the text of the code on the [screen] of a dark terminal, or null if there is none. */
    fun read(screen: List<String>): String? {
        val rows = screen.filter { line -> line.any { it in "█▀▄" } }
        if (rows.isEmpty()) return null
        val width = rows.maxOf { it.length } * SCALE
        val height = rows.size * 2 * SCALE
        val pixels = IntArray(width * height) { i ->
            val c = rows[i / width / (2 * SCALE)].getOrElse(i % width / SCALE) { ' ' }
            val isUpper = i / width / SCALE % 2 == 0
            if (c == '█' || c == (if (isUpper) '▀' else '▄')) WHITE else 0
        }
        return try {
            QRCodeReader().decode(BinaryBitmap(HybridBinarizer(RGBLuminanceSource(width, height, pixels)))).text
        } catch (_: NotFoundException) {
            null
        }
    }

    /** Opens [url], signs in and allows the login. */
    fun logIn(url: String) {
        val environment = mapOf(
            "PATH" to System.getenv("PATH"),
            "HOME" to "${Folders.new("phone")}",
            "CHROMIUM" to "${Chromium.executable}",
            "INTEROP_SCREENSHOT" to "${Folders.screenshots.resolve("phone.png")}",
        )
        CommandRun.start(NodeEnvironment.commandOf("phone.mjs") + url, environment).succeeds()
    }
}
