// Tested by TokenSourceFromJavaTest.
package io.github.oidcauth.java

import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TokenSourceOptions
import io.github.oidcauth.internal.concurrent.future
import io.github.oidcauth.internal.sources.ReadyTokens
import io.github.oidcauth.internal.versions.requireFittingVersions
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionStage
import java.util.function.Supplier

/**
 * [TokenSource] with futures, from [BlockingTokenSource.async]. Each function starts its work and returns a future at once,
 * which completes with the result or with an [io.github.oidcauth.AuthException].
 *
 * Cancelling that future cancels the work, as cancelling a coroutine does. The work runs on threads of `Dispatchers.Default`,
 * which complete the future too: pass an executor to `thenApplyAsync` and its like for a stage that blocks. Thread-safe.
 */
public class AsyncTokenSource internal constructor(
    internal val source: TokenSource,
) : TokenSource {
    private val ready = source as? ReadyTokens

    @JvmSynthetic
    override suspend fun token(rejected: Token?): Token = source.token(rejected)

    @JvmSynthetic
    override suspend fun stepUp(
        rejected: Token,
        challenge: InsufficientUserAuthenticationException,
    ): Token? = source.stepUp(rejected, challenge)

    /** Returns a token that is valid now: see [TokenSource.token]. */
    public fun token(): CompletableFuture<Token> = startUnless(ready?.readyToken(null)) { source.token() }

    /** Returns another token than [rejected], which an API has refused: see [TokenSource.token]. */
    @JvmName("token")
    public fun tokenAfter(rejected: Token?): CompletableFuture<Token> =
        startUnless(ready?.readyToken(rejected)) { source.token(rejected) }

    /** @see TokenSource.stepUp */
    @JvmName("stepUp")
    public fun stepUpAsync(
        rejected: Token,
        challenge: InsufficientUserAuthenticationException,
    ): CompletableFuture<Token?> = future { source.stepUp(rejected, challenge) }

    override fun toString(): String = source.toString()

    private fun startUnless(
        ready: Token?,
        work: suspend () -> Token,
    ): CompletableFuture<Token> = if (ready == null) future { work() } else CompletableFuture.completedFuture(ready)

    public companion object {
        init {
            requireFittingVersions()
        }

        /**
         * Returns [source] with futures.
         *
         * @throws IllegalArgumentException if [source] was written in Java without [JavaTokenSource].
         */
        @JvmStatic
        public fun of(source: TokenSource): AsyncTokenSource =
            source as? AsyncTokenSource ?: AsyncTokenSource(BlockingTokenSource.of(source).source)

        /**
         * Returns a source of the tokens with which the stages that [obtain] returns complete: see [TokenSource.of]. An exception
         * other than an [io.github.oidcauth.AuthException] becomes a [io.github.oidcauth.TransportException].
         */
        @JvmStatic
        public fun of(obtain: Supplier<out CompletionStage<Token>>): AsyncTokenSource = of(TokenSourceOptions.DEFAULT, obtain)

        /** Returns a source of the tokens of [obtain], with [options]: see the other `of`. */
        @JvmStatic
        public fun of(
            options: TokenSourceOptions,
            obtain: Supplier<out CompletionStage<Token>>,
        ): AsyncTokenSource = AsyncTokenSource(TokenSource.of(options) { awaitStage(obtain) })

        /** @see TokenSource.of */
        @JvmStatic
        public fun of(token: Token): AsyncTokenSource = AsyncTokenSource(TokenSource.of(token))

        /** @see TokenSource.of */
        @JvmStatic
        public fun of(accessToken: String): AsyncTokenSource = AsyncTokenSource(TokenSource.of(accessToken))
    }
}
