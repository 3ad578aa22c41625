package io.github.oidcauth.cli.screen

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.LoginPicture
import io.github.oidcauth.TerminalSpace

/**
 * Shows the URL of a login as a QR code for a phone.
 *
 * A phone cannot complete a login that comes back to this machine, or open a page of it. The code is shown where it fits
 * together with the text that belongs to it, or, if [isRequested], wherever it is narrower than the terminal; if it is not, a
 * line says why.
 */
internal class QrPicture(
    private val isRequested: Boolean,
    /** True if the terminal has dark text on a light ground; without styles, the code is drawn for that. */
    private val isLight: Boolean,
    private val hasHalfBlocks: Boolean,
) : LoginPicture {
    override fun of(
        code: DeviceCode,
        space: TerminalSpace,
    ): List<String> = if (isRequested || !PhoneReach.isOnThisMachine(code.uri)) picture(code.uri, space) else emptyList()

    override fun of(
        login: BrowserLogin,
        space: TerminalSpace,
    ): List<String> =
        when {
            login.port == 0 -> picture(login.url, space)
            isRequested -> listOf("There is no QR code: this login comes back to this machine, so a phone cannot complete it.")
            else -> emptyList()
        }

    private fun picture(
        url: String,
        space: TerminalSpace,
    ): List<String> {
        if (!hasHalfBlocks) return refused("the encoding of this terminal has no half blocks. Use UTF-8.")
        val code = QrCode.of(url) ?: return refused("the URL is too long for one.")
        val rows = if (isRequested) Int.MAX_VALUE else (space.rows ?: DEFAULT_ROWS) - ROWS_OF_TEXT
        val quietZone =
            QUIET_ZONES.firstOrNull { zone ->
                val (width, height) = QrText.space(code.size, zone)
                // A terminal may break the line after the last column.
                width < space.columns && height <= rows
            }
        if (quietZone == null) {
            val needed = QrText.space(code.size, QUIET_ZONES.last()).first + 1
            return refused("it needs $needed columns, and this terminal has ${space.columns}.")
        }
        return listOf(CAPTION) + QrText(ground(space)).lines(code, quietZone)
    }

    private fun ground(space: TerminalSpace) =
        when {
            space.hasStyles -> QrText.Ground.COLORED
            isLight -> QrText.Ground.LIGHT
            else -> QrText.Ground.DARK
        }

    private fun refused(reason: String): List<String> = if (isRequested) listOf("There is no QR code: $reason") else emptyList()

    private companion object {
        const val CAPTION = "Or scan this with a phone:"

        /** Four modules are in the standard; readers find a code with two. */
        val QUIET_ZONES = listOf(4, 2)
        const val DEFAULT_ROWS = 24

        /** The user code to compare, the caption, blank lines and the remaining time. */
        const val ROWS_OF_TEXT = 5
    }
}
