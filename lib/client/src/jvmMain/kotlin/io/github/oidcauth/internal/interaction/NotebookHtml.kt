package io.github.oidcauth.internal.interaction

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.text.printable
import io.ktor.util.escapeHTML

/**
 * The messages of a login as HTML fragments for a notebook: inline styles, no script, nothing loaded from elsewhere. The colours
 * are those of the notebook's own theme, at most paler, so that light and dark themes work.
 */
internal object NotebookHtml {
    fun deviceCode(code: DeviceCode): String =
        card(
            "<p style=\"margin:0 0 .75em\">To log in, ${link(code.uri)} and " +
                (if (code.verificationUriComplete == null) "enter this code:" else "check that it shows this code:") + "</p>" +
                "<p style=\"margin:0 0 .75em;$CODE_STYLE\">${escaped(code.userCode, MAX_CODE)}</p>" +
                "<p style=\"margin:0;opacity:.75\">Any device will do: ${escaped(code.verificationUri, MAX_URL)}</p>",
        )

    fun browserLogin(login: BrowserLogin): String =
        card(
            "<p style=\"margin:0 0 .75em\">To log in, ${link(login.url)}.</p>" +
                "<p style=\"margin:0;opacity:.75\">The browser comes back to port ${login.port} of the machine " +
                "the notebook runs on. If that is another one, forward the port first.</p>",
        )

    fun warning(message: String): String = card(
        "<p style=\"margin:0\"><strong>Warning:</strong> ${escaped(message, MAX_WARNING)}</p>",
    )

    /** Returns a link if [url] is a web address. A notebook would execute `javascript:` in the user's session. */
    private fun link(url: String): String {
        val text = escaped(url, MAX_URL)
        val address = WebAddress.parse(url) ?: return "open <code>$text</code>"
        val target = escaped(address.url, MAX_URL)
        return "<a href=\"$target\" target=\"_blank\" rel=\"noopener noreferrer\">open the login page</a>"
    }

    private fun card(content: String): String =
        "<div style=\"max-width:36em;padding:1em 1.25em;border:1px solid currentColor;border-radius:.5em;" +
            "font-family:system-ui,sans-serif;line-height:1.45;overflow-wrap:anywhere\">$content</div>"

    private fun escaped(
        text: String,
        max: Int,
    ): String = text.printable(max).escapeHTML()

    private const val CODE_STYLE = "font:600 2em/1.2 ui-monospace,monospace;letter-spacing:.08em;user-select:all"
    private const val MAX_CODE = 64
    private const val MAX_URL = 16_384
    private const val MAX_WARNING = 2_000
}
