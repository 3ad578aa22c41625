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

/** Parts that all logins on this machine are made of, whatever their configuration. */
internal class LoginTools(
    val environment: Environment = ProcessEnvironment,
    val clock: Clock = Clock.System,
    val timeSource: TimeSource = TimeSource.Monotonic,
    /** For what waits for a user. Stores and requests have threads elsewhere, which this must not take. */
    val dispatcher: CoroutineDispatcher = InteractionThreads.dispatcher,
    val listeners: (LoginResultPages) -> CallbackListeners = { LoopbackListeners(dispatcher, it) },
    val faults: FaultFinder = JvmFaultFinder,
    val hasTerminal: () -> Boolean = { TerminalProbe.ofProcess.stderr },
    val notebook: NotebookProbe = NotebookProbe(environment),
    val httpClients: HttpClients = HttpClients.of(environment),
) {
    val clients = Clients(environment, clock, timeSource, faults = faults, httpClients = httpClients)
}
