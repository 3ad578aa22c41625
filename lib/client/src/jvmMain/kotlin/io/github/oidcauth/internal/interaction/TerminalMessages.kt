// Tested by TerminalInteractionTest.
package io.github.oidcauth.internal.interaction

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.internal.environment.RemoteSession
import io.github.oidcauth.internal.text.printable

/** The messages of a login for a terminal or plain text. Text from a server is made [printable] first. */
internal class TerminalMessages(
    private val bold: (String) -> String = { it },
    private val link: (String) -> String = bold,
) {
    /**
     * Returns the message of RFC 8628 §3.3. The code is shown with the complete URI, too, so that the user can compare it
     * (§3.3.1). With a [picture], as little as possible stands between it and the code.
     */
    fun deviceCode(
        code: DeviceCode,
        picture: List<String> = emptyList(),
    ): List<String> {
        val userCode = code.userCode.printable(MAX_CODE)
        val plain = code.verificationUri.printable(MAX_URL)
        val complete = code.verificationUriComplete?.printable(MAX_URL)
        val introduction = listOf("", "To log in, open this page on any device:", "", INDENT + link(complete ?: plain), "")
        val todo = if (complete == null) "and enter this code" else "and check that it shows this code"
        val shownCode = listOf("", INDENT + bold(userCode), "")
        val lifetime = lifetime(code.expiresInSeconds)
        if (picture.isNotEmpty()) {
            return introduction + "$todo, which is valid for $lifetime:" + shownCode + picture + ""
        }
        val byHand = complete?.let { listOf("On a phone, open $plain and type the code.", "") }.orEmpty()
        return introduction + "$todo:" + shownCode + byHand + listOf("The code is valid for $lifetime.", "")
    }

    fun browserLogin(
        login: BrowserLogin,
        remote: RemoteSession?,
        canPaste: Boolean,
        picture: List<String> = emptyList(),
    ): List<String> {
        val hint =
            remote?.let {
                listOf(
                    "The browser comes back to port ${login.port} of this machine. From your own machine, forward it first:",
                    "",
                    INDENT + bold(it.forwardingCommand(login.port)),
                    "",
                )
            }
        val paste = if (canPaste) listOf(if (hint == null) PASTE else PASTE_REMOTE, "") else emptyList()
        return listOf("", "To log in, open this page in a browser:", "", INDENT + link(login.url.printable(MAX_URL)), "") +
            (if (picture.isEmpty()) picture else picture + "") + hint.orEmpty() + paste
    }

    /** Returns a time such as `4:32`, or `1:04:32` for an hour and more. */
    fun remaining(seconds: Long): String {
        val left = seconds.coerceAtLeast(0)
        val clock = "${left / MINUTE % MINUTE}".let { if (left >= HOUR) it.padStart(2, '0') else it }
        return (if (left >= HOUR) "${left / HOUR}:" else "") + clock + ":" + "${left % MINUTE}".padStart(2, '0')
    }

    private fun lifetime(seconds: Long): String =
        when {
            seconds < 2 * MINUTE -> "${seconds.coerceAtLeast(0)} seconds"
            else -> "${seconds / MINUTE} minutes"
        }

    private companion object {
        const val INDENT = "    "
        const val MAX_CODE = 64
        const val MAX_URL = 16_384
        const val MINUTE = 60
        const val HOUR = 3600
        const val PASTE = "If the browser cannot come back, paste here the URL that it could not open."
        const val PASTE_REMOTE = "Or log in without that, and paste here the URL that the browser could not open."
    }
}
