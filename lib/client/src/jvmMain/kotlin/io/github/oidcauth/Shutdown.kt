package io.github.oidcauth

import io.github.oidcauth.internal.assembly.ExitHook
import io.github.oidcauth.internal.assembly.Flows
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * The end of the process, for all logins and refreshes in it that go through [authenticate] and the flows.
 *
 * A refresh that is cancelled is finished and stored all the same. The end of the process (SIGTERM, Ctrl-C, `exitProcess`) is no
 * cancellation: a server that replaces refresh tokens may have done so when the process ends before the response is stored, and
 * then the session is lost. So call [drain] before the end, or [onExit] once at the start of the program.
 *
 * Nothing helps when the process is killed (SIGKILL, loss of power). Then the time in which a session can be lost is that from
 * the request to the end of the write. Thread-safe. Java callers use `OidcAuth.shutdown`, `OidcAuth.shutdownOnExit` and [reopen].
 */
public object Shutdown {
    private val DEFAULT_TIMEOUT = 60.seconds

    /**
     * Lets no login and no refresh begin from now on, and waits until the tokens of those refreshes that are under way are
     * stored, for at most [timeout]. Returns whether all are; false also when a store could not write one that is in memory
     * alone.
     *
     * A refresh takes up to three times [Config.requestTimeout], and half a minute more where many wait to write the token file.
     * Logins that wait for a user are not waited for. Stored tokens that are good are still handed out; what would need more
     * throws [ShutdownException]. It can be called again, and when it is cancelled the doors stay closed: see [reopen].
     */
    @JvmSynthetic
    public suspend fun drain(timeout: Duration = DEFAULT_TIMEOUT): Boolean = Flows.drain(timeout)

    /**
     * Has the JVM do what [drain] does when it ends, which then takes up to [timeout] longer. Only the last call counts, so it
     * may be called again. Hooks of a JVM run at the same time and in no order: where another one closes the store, call [drain]
     * before that instead.
     */
    @JvmSynthetic
    public fun onExit(timeout: Duration = DEFAULT_TIMEOUT): Unit = ExitHook.ofProcess.install(timeout)

    /** Lets logins and refreshes begin again: for tests, and where an application starts anew in the same process. */
    @JvmStatic
    public fun reopen(): Unit = Flows.unfinished.reopen()
}
