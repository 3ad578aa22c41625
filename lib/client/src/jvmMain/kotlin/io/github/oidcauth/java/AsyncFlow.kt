package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.Config
import io.github.oidcauth.Flow
import io.github.oidcauth.Token
import java.util.concurrent.CompletableFuture

/**
 * [Flow] with futures, from [BlockingFlow.async]: [AsyncDeviceFlow] or [AsyncCodeFlow]. Each function starts its work and
 * returns a future at once, which completes with the result or with an [AuthException].
 *
 * Cancelling that future cancels the work, as cancelling a coroutine does. The work runs on threads of `Dispatchers.Default`,
 * which complete the future too: pass an executor to `thenApplyAsync` and its like for a stage that blocks. Thread-safe.
 */
public sealed interface AsyncFlow {
    /** The configuration, as given. */
    public val config: Config

    /** @see Flow.token */
    public fun token(): CompletableFuture<Token?>

    /** Returns a usable token: from the store, else by a refresh, else by a login of the user. @see Flow.authenticate */
    public fun authenticate(): CompletableFuture<Token> = authenticate(force = false)

    /** Returns a usable token; with [force], always by a login of the user. @see Flow.authenticate */
    public fun authenticate(force: Boolean): CompletableFuture<Token> = authenticate(force, config.openBrowser)

    /** @see Flow.authenticate */
    public fun authenticate(
        force: Boolean,
        autoOpen: Boolean,
    ): CompletableFuture<Token>

    /** @see Flow.refresh */
    public fun refresh(): CompletableFuture<Token>

    /** @see Flow.refresh */
    public fun refresh(refreshToken: String): CompletableFuture<Token>
}
