package io.github.oidcauth

import io.github.oidcauth.internal.acquisition.SharedState
import io.github.oidcauth.internal.assembly.ExitHook
import io.github.oidcauth.internal.assembly.SessionRegistry
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * Controls the end of the process for all its logins and refreshes that use [authenticate] and the flows.
 *
 * A cancelled refresh is finished and stored all the same. The end of the process (SIGTERM, Ctrl-C, `exitProcess`) is not a
 * cancellation: if the process ends after a server has replaced a refresh token and before the response is stored, the
 * session is lost. So call [drain] before the end, or [onExit] once at the start of the program.
 *
 * If the process is killed (SIGKILL, loss of power) between a request and the end of the write, the session can be lost all
 * the same. Thread-safe. Java callers use `OidcAuth.shutdown`, `OidcAuth.shutdownOnExit` and [reopen].
 */
public object Shutdown {
    init {
        requireFittingVersions()
    }

    private val DEFAULT_TIMEOUT = 60.seconds

    /**
     * Refuses new logins and refreshes from now on, and waits until the tokens of all running refreshes are stored, for at most
     * [timeout]; zero or less does not wait. Returns true if all are stored. A token that is only in memory, because its store
     * could not write it, is written once more; returns false also if that fails.
     *
     * A refresh takes up to three times [Config.requestTimeout], and half a minute more if many processes wait to write the
     * token file. It does not wait for logins in which a user has not finished. Valid stored tokens are still returned; a call
     * that needs a login or a refresh throws [ShutdownException]. It can be called again. If it is cancelled, new logins and
     * refreshes stay refused: see [reopen].
     */
    @JvmSynthetic
    public suspend fun drain(timeout: Duration = DEFAULT_TIMEOUT): Boolean = SessionRegistry.drain(timeout)

    /**
     * Makes the JVM call [drain] when it ends, which then takes up to [timeout] longer. If it is called again, the last
     * [timeout] applies. The shutdown hooks of a JVM run at the same time and in no order: if another hook closes the store,
     * call [drain] in that hook instead, before the store is closed.
     */
    @JvmSynthetic
    public fun onExit(timeout: Duration = DEFAULT_TIMEOUT): Unit = ExitHook.ofProcess.install(timeout)

    /** Allows logins and refreshes again: for tests, and if an application restarts in the same process. */
    @JvmStatic
    public fun reopen(): Unit = SharedState.ofProcess.inFlightWrites.reopen()
}
