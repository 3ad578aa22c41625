package io.github.oidcauth

import io.github.oidcauth.internal.browser.Browser
import io.github.oidcauth.internal.environment.ForegroundProbe
import io.github.oidcauth.internal.environment.Platform
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.environment.RemoteSession
import io.github.oidcauth.internal.environment.TerminalCapabilities
import io.github.oidcauth.internal.environment.TerminalProbe
import io.github.oidcauth.internal.interaction.TerminalInput
import io.github.oidcauth.internal.interaction.TerminalMessages
import io.github.oidcauth.internal.interaction.TerminalScreen
import io.github.oidcauth.internal.text.printable
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger

/**
 * Talks to a user at a terminal.
 *
 * Everything goes to standard error: standard output is the caller's. On a terminal, codes and URLs are bold (unless
 * `NO_COLOR` is set or `TERM` is `dumb`), lines are broken between words, and one line shows the remaining time of the login.
 * A file or a pipe receives plain lines and no progress. `COLUMNS` is the width, 80 if it is not set. The progress line does
 * not overwrite typed text behind it, is not repeated where a URL may be pasted, and is not updated while the process is in
 * the background (on Linux).
 *
 * The URL of a browser login is always shown; over SSH, also the command that forwards its port. If standard input is a
 * terminal, a line typed there is taken as the URL that the browser could not open. Linux terminals cut such a line after
 * 4,095 bytes, unless `stty -icanon` is set: a line of that length is not used, and the user is told.
 *
 * The browser is found by `BROWSER`, then by the platform's means; over SSH by `BROWSER` alone, unless windows are forwarded.
 *
 * Safe for several threads and logins; it never throws, even if the terminal disappears.
 */
public class TerminalInteraction internal constructor(
    private val screen: TerminalScreen,
    private val input: TerminalInput?,
    private val browser: Browser?,
    private val remote: RemoteSession?,
) : UserInteraction {
    private val messages = TerminalMessages(screen::bold)
    private val spinnerFrame = AtomicInteger()

    /** A pasted URL fills several lines, and nothing may be written into it. */
    private val isPastingAwaited = AtomicBoolean()
    private val isWaitingShown = AtomicBoolean()

    /** Uses the terminal of this process. If [openBrowser] is false, shows URLs and opens nothing. */
    @JvmOverloads
    public constructor(openBrowser: Boolean = true) : this(
        screen = standardError,
        input = if (TerminalProbe.ofProcess.stdin) standardInput else null,
        browser = if (openBrowser) Browser(warn = { standardError.print(listOf("warning: $it")) }) else null,
        remote = RemoteSession.detect(ProcessEnvironment),
    )

    override fun showDeviceCode(code: DeviceCode) {
        isPastingAwaited.set(false)
        screen.print(messages.deviceCode(code))
    }

    override fun showBrowserLogin(login: BrowserLogin) {
        isPastingAwaited.set(input != null)
        screen.print(messages.browserLogin(login, remote, input != null))
    }

    /** Starts the browser and says so. Does not wait for it. */
    override fun openBrowser(url: String): Boolean {
        val isOpened = browser?.open(url) { screen.print(listOf(it)) } ?: false
        if (isOpened) screen.print(listOf("The page is being opened in your browser."))
        return isOpened
    }

    override fun showProgress(remainingSeconds: Long) {
        if (isPastingAwaited.get()) {
            if (screen.capabilities.isTerminal && isWaitingShown.compareAndSet(false, true)) {
                screen.print(listOf("Waiting for the login, at most ${messages.remaining(remainingSeconds)}."))
            }
            return
        }
        val spinner = SPINNER[Math.floorMod(spinnerFrame.getAndIncrement(), SPINNER.length)]
        screen.paint("$spinner waiting, ${messages.remaining(remainingSeconds)} left ")
    }

    override fun showWaiting(message: String): Unit = screen.print(listOf(message.printable(MAX_WARNING)))

    override fun hideProgress() {
        isWaitingShown.set(false)
        screen.clear()
    }

    override fun warn(message: String): Unit = screen.print(listOf("warning: ${message.printable(MAX_WARNING)}"))

    override fun readPastedLine(): String? = input?.next()

    private companion object {
        const val SPINNER = "-\\|/"
        const val MAX_WARNING = 2_000

        // A process has one terminal, so all logins share its state.
        val standardError by lazy {
            val capabilities =
                TerminalCapabilities.detect(
                    ProcessEnvironment,
                    TerminalProbe.ofProcess.stderr,
                    Platform.detect(ProcessEnvironment),
                )
            TerminalScreen({ System.err }, capabilities, ForegroundProbe()::isForeground)
        }
        val standardInput by lazy {
            TerminalInput(onDropped = { standardError.print(listOf("warning: $it")) }) { System.`in` }
        }
    }
}
