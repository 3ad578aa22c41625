package io.github.oidcauth.internal.browser

import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.Platform
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.environment.RemoteSession
import io.github.oidcauth.internal.text.printable
import java.io.IOException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/**
 * Opens URLs in the user's browser, and never in two: the next program is tried only if the previous one could not be started, or
 * if its exit code within [exitCodeTimeout] shows that it opened nothing ([ExitCodes]). The exit code is awaited in the
 * background.
 *
 * The URL is an argument of the program, so everyone who can list this user's processes can read it for a moment, including
 * `state`. No browser accepts a URL in another way.
 */
internal class Browser(
    private val commands: UrlCommands,
    private val launcher: ProcessLauncher,
    private val time: TimeSource = TimeSource.Monotonic,
    private val exitCodeTimeout: Duration = EXIT_CODE_TIMEOUT,
    private val warn: (String) -> Unit = {},
) {
    constructor(environment: Environment = ProcessEnvironment, warn: (String) -> Unit = {}) : this(
        BrowserCommands(environment, Platform.detect(environment), RemoteSession.detect(environment) != null, warn),
        DetachedLauncher,
        warn = warn,
    )

    /**
     * Starts to open [url]. Returns false when it is not a web address, or no program could be started. Calls [onUncertain] with
     * a sentence, on another thread, if the started programs may have opened nothing.
     */
    fun open(
        url: String,
        onUncertain: (String) -> Unit = {},
    ): Boolean {
        val address = WebAddress.parse(url) ?: return false
        return tryNext(commands.forUrl(address.shellSafeUrl).iterator(), onUncertain)
    }

    private fun tryNext(
        rest: Iterator<UrlCommand>,
        onUncertain: (String) -> Unit,
    ): Boolean {
        while (rest.hasNext()) {
            val command = rest.next()
            val started = time.markNow()
            val exit =
                try {
                    launcher.launch(command.words)
                } catch (_: IOException) {
                    if (command.isConfigured) {
                        warn(
                            "The browser ${command.program} could not be started: it does not exist or cannot be executed.",
                        )
                    }
                    continue
                }
            exit.thenAcceptAsync { code -> if (started.elapsedNow() < exitCodeTimeout) onExit(command, code, rest, onUncertain) }
            return true
        }
        return false
    }

    private fun onExit(
        command: UrlCommand,
        code: Int,
        rest: Iterator<UrlCommand>,
        onUncertain: (String) -> Unit,
    ) {
        when (ExitCodes.meaning(command.words, code)) {
            ExitCodes.Meaning.OPENED -> Unit
            ExitCodes.Meaning.UNKNOWN -> onUncertain(uncertainMessage(command, code))
            ExitCodes.Meaning.NOT_OPENED -> if (!tryNext(rest, onUncertain)) onUncertain(NOT_OPENED)
        }
    }

    private fun uncertainMessage(
        command: UrlCommand,
        code: Int,
    ) = "The browser ${command.program} ended with exit code $code. If it has not opened the page, open it yourself."

    private val UrlCommand.program get() = words.first().printable(MAX_NAME)

    companion object {
        private val EXIT_CODE_TIMEOUT = 2.seconds
        private const val MAX_NAME = 200
        private const val NOT_OPENED = "No browser could be opened. Open the page yourself."

        /** Returns true if there is a program to open pages with. It is not checked that the program can be started. */
        fun isAvailable(environment: Environment): Boolean {
            val isRemote = RemoteSession.detect(environment) != null
            return BrowserCommands(environment, Platform.detect(environment), isRemote).forUrl(ANY_PAGE).isNotEmpty()
        }

        private const val ANY_PAGE = "https://localhost"
    }
}
