package io.github.oidcauth

import io.github.oidcauth.internal.browser.Browser
import io.github.oidcauth.internal.environment.ForegroundProbe
import io.github.oidcauth.internal.environment.Platform
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.environment.RemoteSession
import io.github.oidcauth.internal.environment.TerminalCapabilities
import io.github.oidcauth.internal.environment.TerminalProbe
import io.github.oidcauth.internal.environment.TerminalSize
import io.github.oidcauth.internal.interaction.TerminalInput
import io.github.oidcauth.internal.interaction.TerminalMessages
import io.github.oidcauth.internal.interaction.TerminalScreen
import io.github.oidcauth.internal.text.printable
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicLong

/**
 * Talks to a user at a terminal.
 *
 * Everything goes to standard error: standard output is the caller's. On a terminal, codes and URLs are bold (unless
 * `NO_COLOR` is set or `TERM` is `dumb`), URLs are links where the terminal is known to support them, lines are broken between
 * words, and one line shows the remaining time of the login; a dumb terminal gets a new line for it once a minute. A file or a pipe
 * receives plain lines and no progress. `COLUMNS` is the width; if it is not set, the terminal is measured. The progress line does
 * not overwrite typed text behind it, is not repeated where a URL may be pasted, and is not updated while the process is in
 * the background (on Linux). [TerminalOptions] change this.
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
    private val picture: LoginPicture? = null,
) : UserInteraction {
    private val messages = TerminalMessages(screen::bold, screen::link)
    private val spinnerFrame = AtomicInteger()

    /** A pasted URL fills several lines, and nothing may be written into it. */
    private val isPastingAwaited = AtomicBoolean()

    /** The remaining seconds at which the next line about them is due. */
    private val nextLineAt = AtomicLong(Long.MAX_VALUE)

    /** Uses the terminal of this process. If [openBrowser] is false, shows URLs and opens nothing. */
    @JvmOverloads
    public constructor(openBrowser: Boolean = true) : this(
        TerminalOptions.builder().openBrowser(openBrowser).build(),
    )

    /** Uses the terminal of this process, as [options] say. */
    public constructor(options: TerminalOptions) : this(screenOf(options), options)

    private constructor(screen: TerminalScreen, options: TerminalOptions) : this(
        screen = screen,
        input = if (TerminalProbe.ofProcess.stdin) standardInput else null,
        browser = if (options.openBrowser) Browser(warn = { screen.print(listOf("warning: $it")) }) else null,
        remote = RemoteSession.detect(ProcessEnvironment),
        picture = options.picture.takeUnless { options.plain },
    )

    override fun showDeviceCode(code: DeviceCode) {
        isPastingAwaited.set(false)
        screen.print(messages.deviceCode(code, drawn { of(code, it) }))
    }

    override fun showBrowserLogin(login: BrowserLogin) {
        isPastingAwaited.set(input != null)
        screen.print(messages.browserLogin(login, remote, input != null, drawn { of(login, it) }))
    }

    /** Starts the browser and says so. Does not wait for it. */
    override fun openBrowser(url: String): Boolean {
        val isOpened = browser?.open(url) { screen.print(listOf(it)) } ?: false
        if (isOpened) screen.print(listOf("The page is being opened in your browser."))
        return isOpened
    }

    override fun showProgress(remainingSeconds: Long) {
        if (!screen.capabilities.isTerminal) return
        if (isPastingAwaited.get() || !screen.capabilities.canRewrite) return showSeldom(remainingSeconds)
        val spinner = SPINNER[Math.floorMod(spinnerFrame.getAndIncrement(), SPINNER.length)]
        screen.paint("$spinner waiting, ${messages.remaining(remainingSeconds)} left ")
    }

    /** Prints a line once, and then once a minute unless it could get into the middle of a URL that is being pasted. */
    private fun showSeldom(remainingSeconds: Long) {
        val due = nextLineAt.get()
        if (remainingSeconds > due || !nextLineAt.compareAndSet(due, remainingSeconds - SECONDS_BETWEEN_LINES)) return
        val remaining = messages.remaining(remainingSeconds)
        when {
            due == Long.MAX_VALUE -> screen.print(listOf("Waiting for the login, at most $remaining."))
            !isPastingAwaited.get() -> screen.print(listOf("Still waiting, $remaining left."))
        }
    }

    /** Returns the lines of the picture. A terminal that gets plain lines alone has none. */
    private fun drawn(lines: LoginPicture.(TerminalSpace) -> List<String>): List<String> {
        val capabilities = screen.capabilities
        if (picture == null || !capabilities.isTerminal || !capabilities.canRewrite) return emptyList()
        return picture.lines(TerminalSpace(capabilities.columns, capabilities.rows, capabilities.hasStyles))
    }

    override fun showWaiting(message: String): Unit = screen.print(listOf(message.printable(MAX_WARNING)))

    override fun hideProgress() {
        nextLineAt.set(Long.MAX_VALUE)
        screen.clear()
    }

    override fun warn(message: String): Unit = screen.print(listOf("warning: ${message.printable(MAX_WARNING)}"))

    override fun readPastedLine(): String? = input?.next()

    private companion object {
        const val SPINNER = "-\\|/"
        const val MAX_WARNING = 2_000

        const val SECONDS_BETWEEN_LINES = 60

        // A process has one terminal, so all logins share its state.
        val lastLine = TerminalScreen.LastLine()
        val standardError by lazy { screenOf(TerminalOptions.DEFAULT) }
        val standardInput by lazy {
            TerminalInput(onDropped = { standardError.print(listOf("warning: $it")) }) { System.`in` }
        }

        fun screenOf(options: TerminalOptions): TerminalScreen {
            val capabilities =
                TerminalCapabilities.detect(
                    ProcessEnvironment,
                    TerminalProbe.ofProcess.stderr,
                    Platform.detect(ProcessEnvironment),
                    options.colors,
                    options.plain,
                    TerminalSize::ofStandardError,
                )
            return TerminalScreen({ System.err }, capabilities, ForegroundProbe()::isForeground, lastLine)
        }
    }
}
