package io.github.oidcauth.cli.screen

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.LoginPicture
import io.github.oidcauth.TerminalSpace

/** Draws a login as a QR code if there is one, otherwise its user code in large letters if they fit. */
internal class LoginDrawing(
    private val qr: QrPicture?,
    private val hasHalfBlocks: Boolean,
) : LoginPicture {
    override fun of(
        code: DeviceCode,
        space: TerminalSpace,
    ): List<String> {
        val drawn = qr?.of(code, space).orEmpty()
        if (drawn.size > 1 || !hasHalfBlocks) return drawn
        val letters = LargeText.lines(code.userCode).map { INDENT + it.trimEnd() }
        val fits = letters.all { it.length < space.columns } && (space.rows ?: ROWS_NEEDED) >= ROWS_NEEDED
        return drawn + (if (fits) letters else emptyList())
    }

    override fun of(
        login: BrowserLogin,
        space: TerminalSpace,
    ): List<String> = qr?.of(login, space).orEmpty()

    private companion object {
        const val INDENT = "    "

        /** The page, the code in both sizes, the remaining time and what stands between them. */
        const val ROWS_NEEDED = 18
    }
}
