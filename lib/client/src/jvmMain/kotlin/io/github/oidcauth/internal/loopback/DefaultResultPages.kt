// Tested by LoginResultPageTest.
package io.github.oidcauth.internal.loopback

import io.github.oidcauth.AuthException
import io.github.oidcauth.OAuthException
import io.ktor.util.escapeHTML

/** The default pages of the library. [application] is the name of the program that the user goes back to. */
internal class DefaultResultPages(
    private val application: String? = null,
    /** False if there is no terminal, as in a desktop program or a notebook; the pages then do not mention one. */
    hasTerminal: Boolean = true,
) : LoginResultPages {
    private val place =
        application?.let { "<strong>${it.escapeHTML()}</strong>" }
            ?: if (hasTerminal) "your terminal" else "the program that asked for it"

    override fun signedIn(): LoginResultPage =
        page(
            ok = true,
            title = "You are signed in",
            symbol = """<path d="m15 25 6 6 12-13"/>""",
            content = "<p role=\"status\">You can close this tab and go back to $place.</p>",
        )

    override fun failed(error: AuthException): LoginResultPage {
        val code = (error as? OAuthException)?.let { "<p class=\"code\">Error code: <code>${it.error.escapeHTML()}</code></p>" }
        return failed("Sign-in failed", error, code.orEmpty() + "<p>You can close this tab. Go back to $place to try again.</p>")
    }

    /** The login at [place] has not failed, so the page does not ask the user to try again. */
    override fun otherLogin(error: AuthException): LoginResultPage =
        failed("Not the waiting login", error, "<p>You can close this tab.</p>")

    private fun failed(
        title: String,
        error: AuthException,
        rest: String,
    ): LoginResultPage =
        page(
            ok = false,
            title = title,
            symbol = """<path d="M24 14v13M24 33.5v.5"/>""",
            content = "<p role=\"alert\" class=\"message\" dir=\"auto\">${error.message.escapeHTML()}</p>$rest",
        )

    private fun page(
        ok: Boolean,
        title: String,
        symbol: String,
        content: String,
    ): LoginResultPage {
        val name = application?.let { " · ${it.escapeHTML()}" }.orEmpty()
        val html =
            listOf(
                "<!DOCTYPE html>",
                "<html lang=\"en\">",
                "<head>",
                "<meta charset=\"utf-8\">",
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
                "<meta name=\"color-scheme\" content=\"light dark\">",
                "<meta name=\"robots\" content=\"noindex\">",
                "<title>$title$name</title>",
                "<style>$CALLBACK_STYLE</style>",
                "</head>",
                "<body>",
                "<main class=\"${if (ok) "ok" else "failed"}\">",
                "<svg viewBox=\"0 0 48 48\" aria-hidden=\"true\"><circle cx=\"24\" cy=\"24\" r=\"22\"/>$symbol</svg>",
                "<h1>$title</h1>",
                content,
                "</main>",
                "</body>",
                "</html>",
            ).joinToString("\n", postfix = "\n")
        return LoginResultPage(ok, html, listOf(CALLBACK_STYLE))
    }
}
