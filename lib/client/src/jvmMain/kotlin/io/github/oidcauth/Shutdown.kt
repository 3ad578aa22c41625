package io.github.oidcauth

import io.github.oidcauth.internal.assembly.ExitHook
import io.github.oidcauth.internal.assembly.SessionRegistry
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * The end of the process, for all logins and refreshes in it that go through [authenticate] and the flows.
 *
 * A refresh that is cancelled is finished and stored all the same. The end of the process (SIGTERM, Ctrl-C, `exitProcess`) is no
 * cancellation: a server that replaces refresh tokens may have done so when the process ends before the response is stored, and
 * then the session is lost. So call [drain] before the end, or [onExit] once at the start of the program.
 *
 * When the process is killed (SIGKILL, loss of power) between a request and the end of the write, the session can be lost all
 * the same. Thread-safe. Java callers use `OidcAuth.shutdown`, `OidcAuth.shutdownOnExit` and [reopen].
 */
public object Shutdown {
    init {
        requireFittingVersions()
    }

    private val DEFAULT_TIMEOUT = 60.seconds

    /**
     * Lets no login and no refresh begin from now on, and waits until the tokens of those refreshes that are under way are
     * stored, for at most [timeout]; zero or less does not wait. Returns true if all are stored. A token that is in memory alone, as its
     * store could not write it, is written once more; returns false also when that fails.
     *
     * A refresh takes up to three times [Config.requestTimeout], and half a minute more where many wait to write the token file.
     * Logins that wait for a user are not waited for. Stored tokens that are valid are still returned; a call that needs a login
     * or a refresh throws [ShutdownException]. It can be called again. When it is cancelled, no login and no refresh begins all
     * the same: see [reopen].
     */
    @JvmSynthetic
    public suspend fun drain(timeout: Duration = DEFAULT_TIMEOUT): Boolean = SessionRegistry.drain(timeout)

    /**
     * Makes the JVM call [drain] when it ends, which then takes up to [timeout] longer. When it is called again, the last
     * [timeout] counts. Shutdown hooks of a JVM run at the same time and in no order: where another hook closes the store, call
     * [drain] in that hook instead, before the store is closed.
     */
    @JvmSynthetic
    public fun onExit(timeout: Duration = DEFAULT_TIMEOUT): Unit = ExitHook.ofProcess.install(timeout)

    /** Lets logins and refreshes begin again: for tests, and where an application starts anew in the same process. */
    @JvmStatic
    public fun reopen(): Unit = SessionRegistry.inFlightWrites.reopen()
}
