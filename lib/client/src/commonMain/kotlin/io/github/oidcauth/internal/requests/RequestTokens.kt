// Tested by RequestAuthorizationTest.
package io.github.oidcauth.internal.requests

import io.github.oidcauth.AuthException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant
import kotlinx.coroutines.flow.MutableStateFlow

/** The tokens of [source] for requests, and the last refusals of APIs. Thread-safe, without a lock. */
internal class RequestTokens(
    private val source: TokenSource,
    private val clock: Clock,
    /** Returns the token that [source] has in memory, if it is not the given one, without suspending. */
    private val ready: (rejected: Token?) -> Token?,
) {
    /** A token that has replaced a refused one, and that the API at [origin] has refused too. */
    private class Fruitless(
        val origin: String,
        val accessToken: String,
        val until: Instant,
    )

    /** A token that an API has refused, and that is to be replaced before the next request. */
    private val refused = MutableStateFlow<Token?>(null)
    private val fruitless = MutableStateFlow<Fruitless?>(null)

    /** Returns the token for the first sending of a request if it is in memory, else null. Does not suspend. */
    fun ready(): Token? = ready(refused.value)

    /** Returns the token for the first sending of a request. Calls [onReplaced] if it replaces one that was refused before. */
    suspend fun first(onReplaced: () -> Unit): Token {
        ready()?.let { return it }
        val rejected = refused.value ?: return source.token()
        val token = replace(rejected)
        refused.compareAndSet(rejected, null)
        if (token == null) return source.token()
        onReplaced()
        return token
    }

    /** Returns another token than [used], which an API has refused, or null if [source] has nothing to get one by. */
    suspend fun replace(used: Token): Token? =
        try {
            source.token(used)
        } catch (e: AuthException) {
            if (!e.isWithoutMeans) throw e
            null
        }

    /** Records that [used] is to be replaced before the next request. */
    fun replaceLater(used: Token) {
        refused.value = used
    }

    /** Records that the API at [url] has refused [used] too, which replaced a refused one. */
    fun replacedInVain(
        used: Token,
        url: String,
    ) {
        fruitless.value = Fruitless(TokenOrigins.beginningOf(url), used.accessToken, clock.now() + PAUSE)
    }

    /**
     * Returns false if [used] has replaced another token a short time ago, and the API at [url] has refused it too: it would
     * refuse the next one as well, and each call would cost a request at the authorization server.
     */
    fun isReplaceable(
        used: Token,
        url: String,
    ): Boolean = fruitless.value?.takeIf { it.isOf(used, url) }.let { it == null || clock.now() >= it.until }

    /** Records that the API at [url] has accepted [used]. */
    fun accept(
        used: Token,
        url: String,
    ) {
        val current = fruitless.value ?: return
        if (current.isOf(used, url)) fruitless.compareAndSet(current, null)
    }

    /** Returns a token by a login as [challenge] demands, or null if there is no user. */
    suspend fun stepUp(
        used: Token,
        challenge: InsufficientUserAuthenticationException,
    ): Token? = source.stepUp(used, challenge)

    private fun Fruitless.isOf(
        token: Token,
        url: String,
    ): Boolean = accessToken == token.accessToken && origin == TokenOrigins.beginningOf(url)

    companion object {
        val PAUSE: Duration = 10.seconds
    }
}
