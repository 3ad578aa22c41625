package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.internal.concurrent.programThreads
import io.github.oidcauth.internal.versions.requireFittingVersions

/**
 * A [TokenSource] of your own, written in Java or with other blocking code. Extend it and pass it to whatever takes a [TokenSource].
 * If all it would do is to call a function, [BlockingTokenSource.of] is shorter, and keeps the token while it is good.
 *
 * The functions are called on up to 64 threads of the library, several at a time, so they must be thread-safe. A cancelled call is
 * interrupted. An exception other than an [AuthException] becomes a
 * [io.github.oidcauth.TransportException].
 */
public abstract class JavaTokenSource : TokenSource {
    /**
     * Returns a token that is valid now, and, if an API has refused [rejected], another one: see [TokenSource.token]. It is called for
     * each request, so keep the token.
     */
    @Throws(Exception::class)
    protected abstract fun obtain(rejected: Token?): Token

    /** Returns the token of a new login that fulfils [challenge], or null: see [TokenSource.stepUp]. Default: null. */
    @Throws(Exception::class)
    protected open fun obtainStronger(
        rejected: Token,
        challenge: InsufficientUserAuthenticationException,
    ): Token? = null

    @JvmSynthetic
    final override suspend fun token(rejected: Token?): Token = callSource(programThreads) { obtain(rejected) }

    @JvmSynthetic
    final override suspend fun stepUp(
        rejected: Token,
        challenge: InsufficientUserAuthenticationException,
    ): Token? = callSource(programThreads) { obtainStronger(rejected, challenge) }

    private companion object {
        init {
            requireFittingVersions()
        }
    }
}
