// Tested by TokenSourceFromJavaTest and TokenSourceThreadsTest.
package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TokenSourceOptions
import io.github.oidcauth.internal.concurrent.functionThreads
import io.github.oidcauth.internal.concurrent.requireSuspending
import io.github.oidcauth.internal.concurrent.runBlocking
import io.github.oidcauth.internal.sources.ReadyTokens
import io.github.oidcauth.internal.versions.requireFittingVersions
import java.util.concurrent.Callable

/**
 * [TokenSource] for callers without coroutines. The functions keep the calling thread until they are done; interrupt it to
 * cancel them. Every function that takes a [TokenSource] takes this as well. Thread-safe.
 */
public class BlockingTokenSource internal constructor(
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
    @Throws(AuthException::class)
    public fun token(): Token = ready?.readyToken(null) ?: runBlocking { source.token() }

    /** Returns another token than [rejected], which an API has refused: see [TokenSource.token]. */
    @JvmName("token")
    @Throws(AuthException::class)
    public fun tokenAfter(rejected: Token?): Token = ready?.readyToken(rejected) ?: runBlocking { source.token(rejected) }

    /** @see TokenSource.stepUp */
    @JvmName("stepUp")
    @Throws(AuthException::class)
    public fun stepUpBlocking(
        rejected: Token,
        challenge: InsufficientUserAuthenticationException,
    ): Token? = runBlocking { source.stepUp(rejected, challenge) }

    /** Returns the same source with futures. */
    public fun async(): AsyncTokenSource = AsyncTokenSource(source)

    override fun toString(): String = source.toString()

    public companion object {
        init {
            requireFittingVersions()
        }

        /**
         * Returns [source] for callers without coroutines.
         *
         * @throws IllegalArgumentException if [source] was written in Java without [JavaTokenSource].
         */
        @JvmStatic
        public fun of(source: TokenSource): BlockingTokenSource =
            when (source) {
                is BlockingTokenSource -> source
                is AsyncTokenSource -> BlockingTokenSource(source.source)
                else -> BlockingTokenSource(requireSuspending(source))
            }

        /**
         * Returns a source of the tokens that [obtain] returns: see [TokenSource.of]. It is called on a thread of the library, and may block.
         * An exception other than an [AuthException] becomes a [io.github.oidcauth.TransportException].
         */
        @JvmStatic
        public fun of(obtain: Callable<Token>): BlockingTokenSource = of(TokenSourceOptions.DEFAULT, obtain)

        /** Returns a source of the tokens that [obtain] returns, with [options]: see the other `of`. */
        @JvmStatic
        public fun of(
            options: TokenSourceOptions,
            obtain: Callable<Token>,
        ): BlockingTokenSource =
            BlockingTokenSource(TokenSource.of(options) { callSource(functionThreads, obtain::call) })

        /** @see TokenSource.of */
        @JvmStatic
        public fun of(token: Token): BlockingTokenSource = BlockingTokenSource(TokenSource.of(token))

        /** @see TokenSource.of */
        @JvmStatic
        public fun of(accessToken: String): BlockingTokenSource = BlockingTokenSource(TokenSource.of(accessToken))
    }
}
