package io.github.oidcauth

import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.environment.RemoteSession
import io.github.oidcauth.internal.interaction.NotebookHtml
import io.github.oidcauth.internal.interaction.TerminalMessages
import io.github.oidcauth.internal.text.printable

/**
 * Talks to a user at a notebook, below the cell that asks for a token.
 *
 * By default it prints plain text to standard output, which a notebook shows. Only code in the cell can reach the cell's
 * display, so pass it here to get a proper link and a large code. In the Kotlin kernel:
 *
 * ```
 * NotebookInteraction { html, _ -> DISPLAY(HTML(html)) }
 * ```
 *
 * It opens no browser, because the notebook may run on another machine, and the user can click the link. It shows no
 * progress. Thread-safe if [display] is.
 */
public class NotebookInteraction
    @JvmOverloads
    constructor(
        private val display: NotebookDisplay = NotebookDisplay { _, text -> println(text) },
    ) : UserInteraction {
        private val messages = TerminalMessages()

        override fun showDeviceCode(code: DeviceCode): Unit = display.show(
            NotebookHtml.deviceCode(code),
            messages.deviceCode(code).asText(),
        )

        override fun showBrowserLogin(login: BrowserLogin) {
            val remote = RemoteSession.detect(ProcessEnvironment)
            display.show(NotebookHtml.browserLogin(login), messages.browserLogin(login, remote, canPaste = false).asText())
        }

        override fun warn(message: String): Unit = display.show(
            NotebookHtml.warning(message),
            "warning: ${message.printable(MAX_WARNING)}",
        )

        private fun List<String>.asText(): String = joinToString("\n").trim('\n')

        private companion object {
            const val MAX_WARNING = 2_000
        }
    }
