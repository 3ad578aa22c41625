package io.github.oidcauth.internal.browser

import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.Platform
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.environment.RemoteSession
import io.github.oidcauth.internal.protocol.WebAddress
import java.io.IOException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/**
 * Opens URLs in the person's browser.
 *
 * A program that ends with an error within [patience] did not open it, and the next one is tried; one that still runs then, or ended
 * well, did. Nobody waits for that: it happens in the background.
 *
 * The URL is an argument of the program that is started, so it can be read for a moment by whoever can list this person's processes,
 * `state` included. No browser takes a URL in another way.
 */
internal class Browser(
    private val commands: UrlCommands,
    private val launcher: ProcessLauncher,
    private val time: TimeSource = TimeSource.Monotonic,
    private val patience: Duration = PATIENCE,
) {
    constructor(environment: Environment = ProcessEnvironment, warn: (String) -> Unit = {}) : this(
        BrowserCommands(environment, Platform.detect(environment), RemoteSession.detect(environment) != null, warn),
        DetachedLauncher,
    )

    /**
     * Starts to open [url]. Returns false when it is no web address, or no program to open it could be started. [whenNoneWorked] runs
     * when all that were started turned out to fail, on another thread.
     */
    fun open(
        url: String,
        whenNoneWorked: () -> Unit = {},
    ): Boolean {
        val address = WebAddress.parse(url) ?: return false
        return tryNext(commands.forUrl(address.urlForPrograms).iterator(), whenNoneWorked)
    }

    private fun tryNext(
        rest: Iterator<List<String>>,
        whenNoneWorked: () -> Unit,
    ): Boolean {
        while (rest.hasNext()) {
            val started = time.markNow()
            val exit =
                try {
                    launcher.launch(rest.next())
                } catch (_: IOException) {
                    continue
                }
            exit.thenAcceptAsync { code ->
                val failed = code != 0 && started.elapsedNow() < patience
                if (failed && !tryNext(rest, whenNoneWorked)) whenNoneWorked()
            }
            return true
        }
        return false
    }

    private companion object {
        val PATIENCE = 2.seconds
    }
}
