package io.github.oidcauth.java

import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.internal.concurrent.future
import java.util.concurrent.CompletableFuture

/**
 * [TokenSource] with futures, from [BlockingTokenSource.async]. Each function starts its work and returns a future at once,
 * which completes with the result or with an [io.github.oidcauth.AuthException].
 *
 * Cancelling that future cancels the work, as cancelling a coroutine does. The work runs on threads of `Dispatchers.Default`,
 * which complete the future too: pass an executor to `thenApplyAsync` and its like for a stage that blocks. Thread-safe.
 */
public class AsyncTokenSource internal constructor(
    private val source: TokenSource,
) : TokenSource {
    @JvmSynthetic
    override suspend fun token(rejected: Token?): Token = source.token(rejected)

    @JvmSynthetic
    override suspend fun stepUp(
        rejected: Token,
        challenge: InsufficientUserAuthenticationException,
    ): Token? = source.stepUp(rejected, challenge)

    /** Returns a token that is valid now: see [TokenSource.token]. */
    public fun token(): CompletableFuture<Token> = future { source.token() }

    /** Returns another token than [rejected], which an API has refused: see [TokenSource.token]. */
    @JvmName("token")
    public fun tokenAfter(rejected: Token?): CompletableFuture<Token> = future { source.token(rejected) }

    /** @see TokenSource.stepUp */
    @JvmName("stepUp")
    public fun stepUpAsync(
        rejected: Token,
        challenge: InsufficientUserAuthenticationException,
    ): CompletableFuture<Token?> = future { source.stepUp(rejected, challenge) }

    override fun toString(): String = source.toString()
}
