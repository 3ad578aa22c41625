package io.github.oidcauth.internal.assembly

import io.github.oidcauth.internal.concurrent.InteractionThreads
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.NotebookProbe
import io.github.oidcauth.internal.environment.ProcessEnvironment
import io.github.oidcauth.internal.environment.TerminalProbe
import io.github.oidcauth.internal.loopback.CallbackListeners
import io.github.oidcauth.internal.loopback.LoginResultPages
import io.github.oidcauth.internal.loopback.LoopbackListeners
import io.github.oidcauth.internal.transport.FaultFinder
import io.github.oidcauth.internal.transport.JvmFaultFinder
import kotlinx.coroutines.CoroutineDispatcher
import kotlin.time.Clock
import kotlin.time.TimeSource

/** The services of this machine that all logins use, for any configuration. */
internal class LoginTools(
    val environment: Environment = ProcessEnvironment,
    val clock: Clock = Clock.System,
    val timeSource: TimeSource = TimeSource.Monotonic,
    /** The dispatcher for calls that wait for a user. Stores and requests have other threads. */
    val dispatcher: CoroutineDispatcher = InteractionThreads.dispatcher,
    val listeners: (LoginResultPages) -> CallbackListeners = { LoopbackListeners(dispatcher, it) },
    val faults: FaultFinder = JvmFaultFinder,
    val hasTerminal: () -> Boolean = { TerminalProbe.ofProcess.stderr },
    val notebook: NotebookProbe = NotebookProbe(environment),
    val httpClients: HttpClients = HttpClients.of(environment),
) {
    val clients = Clients(environment, clock, timeSource, faults = faults, httpClients = httpClients)
}
