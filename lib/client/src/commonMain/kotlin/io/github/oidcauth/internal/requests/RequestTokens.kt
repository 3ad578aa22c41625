// Tested by RequestAuthorizationTest.
package io.github.oidcauth.internal.requests

import io.github.oidcauth.AuthException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** The tokens of [source] for requests, and the last refusals of APIs. Thread-safe, without a lock. */
internal class RequestTokens(
    private val source: TokenSource,
    private val clock: Clock,
    /** Returns the token that [source] has in memory, if it is not the given one, without suspending. */
    private val ready: (rejected: Token?) -> Token?,
) {
    /** A token that an API has refused, and that is to be replaced before the next request. */
    private val refused = MutableStateFlow<Token?>(null)

    /** The origins that have refused a token which replaced a refused one, each with the end of the pause for it. */
    private val fruitless = MutableStateFlow(emptyMap<String, Instant>())

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

    /** Takes note that the API at [url] has refused a token too that replaced a refused one. */
    fun replacedInVain(url: String): Unit = fruitless.update { it + (originOf(url) to clock.now() + PAUSE) }

    /**
     * Returns false if the API at [url] has refused two tokens in a row a short time ago: it would refuse the next one as well,
     * and each call would cost a request at the authorization server. A clock that was set back does not make that longer.
     */
    fun isReplaceable(url: String): Boolean {
        val until = fruitless.value[originOf(url)] ?: return true
        return clock.now().let { it >= until || it < until - PAUSE }
    }

    /** Takes note that the API at [url] has accepted a token. */
    fun accept(url: String) {
        if (fruitless.value.isNotEmpty()) fruitless.update { it - originOf(url) }
    }

    /** Returns a token by a login as [challenge] demands, or null if there is no user. */
    suspend fun stepUp(
        used: Token,
        challenge: InsufficientUserAuthenticationException,
    ): Token? = source.stepUp(used, challenge)

    /** Tokens are sent to the origins of an authorizer alone, so these are few. */
    private fun originOf(url: String) = TokenOrigins.beginningOf(url).lowercase()

    companion object {
        val PAUSE: Duration = 10.seconds
    }
}
