// Tested by TerminalInteractionTest.
package io.github.oidcauth.internal.interaction

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.internal.environment.RemoteSession
import io.github.oidcauth.internal.text.printable

/** The messages of a login for a terminal or plain text. Text from a server is made [printable] first. */
internal class TerminalMessages(
    private val bold: (String) -> String = { it },
) {
    /**
     * Returns the message of RFC 8628 §3.3. The code is shown with the complete URI, too, so that the user can compare it
     * (§3.3.1).
     */
    fun deviceCode(code: DeviceCode): List<String> {
        val userCode = code.userCode.printable(MAX_CODE)
        val plain = code.verificationUri.printable(MAX_URL)
        val complete = code.verificationUriComplete?.printable(MAX_URL)
        val intro =
            if (complete == null) {
                listOf("To log in, open this page on any device:", "", INDENT + bold(plain), "", "and enter this code:")
            } else {
                listOf(
                    "To log in, open this page on any device:",
                    "",
                    INDENT + bold(complete),
                    "",
                    "and check that it shows this code:",
                )
            }
        val byHand = complete?.let { listOf("", "On a phone, open $plain and type the code.") }.orEmpty()
        return listOf("") + intro + listOf("", INDENT + bold(userCode)) + byHand + listOf("", lifetime(code.expiresInSeconds), "")
    }

    fun browserLogin(
        login: BrowserLogin,
        remote: RemoteSession?,
        canPaste: Boolean,
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
        return listOf("", "To log in, open this page in a browser:", "", INDENT + bold(login.url.printable(MAX_URL)), "") +
            hint.orEmpty() + paste
    }

    /** Returns a time such as `4:32`, or `1:04:32` for an hour and more. */
    fun remaining(seconds: Long): String {
        val left = seconds.coerceAtLeast(0)
        val clock = "${left / MINUTE % MINUTE}".let { if (left >= HOUR) it.padStart(2, '0') else it }
        return (if (left >= HOUR) "${left / HOUR}:" else "") + clock + ":" + "${left % MINUTE}".padStart(2, '0')
    }

    private fun lifetime(seconds: Long): String =
        when {
            seconds < 2 * MINUTE -> "The code is valid for ${seconds.coerceAtLeast(0)} seconds."
            else -> "The code is valid for ${seconds / MINUTE} minutes."
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
