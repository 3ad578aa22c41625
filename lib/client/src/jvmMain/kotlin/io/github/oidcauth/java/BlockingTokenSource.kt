package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.internal.concurrent.runBlocking

/**
 * [TokenSource] for callers without coroutines. The functions keep the calling thread until they are done; interrupt it to
 * cancel them. Every function that takes a [TokenSource] takes this as well. Thread-safe.
 */
public class BlockingTokenSource private constructor(
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
    @Throws(AuthException::class)
    public fun token(): Token = runBlocking { source.token() }

    /** Returns another token than [rejected], which an API has refused: see [TokenSource.token]. */
    @JvmName("token")
    @Throws(AuthException::class)
    public fun tokenAfter(rejected: Token?): Token = runBlocking { source.token(rejected) }

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
        /** Returns [source] for callers without coroutines. */
        @JvmStatic
        public fun of(source: TokenSource): BlockingTokenSource = source as? BlockingTokenSource ?: BlockingTokenSource(source)

        /** @see TokenSource.of */
        @JvmStatic
        public fun of(token: Token): BlockingTokenSource = BlockingTokenSource(TokenSource.of(token))

        /** @see TokenSource.of */
        @JvmStatic
        public fun of(accessToken: String): BlockingTokenSource = BlockingTokenSource(TokenSource.of(accessToken))
    }
}
