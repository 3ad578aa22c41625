// Tested by ShortLivedTokensTest.
package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.tokens.isGood
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import kotlin.time.Clock
import kotlin.time.Duration

/** Finds the token of [key] in [store] that one configuration can use. Sends no request. */
internal class StoredTokenFinder(
    val key: TokenKey,
    val store: WriteBehindStore,
    private val clock: Clock,
    /** The minimum remaining lifetime of a returned token. */
    val minTtl: Duration,
    /** Returns true if a stored token is of the kind that the configuration requires. If it is not, only a login helps. */
    private val isAccepted: (Token) -> Boolean,
) {
    /** Returns the stored token, usable or not, or null when there is none. */
    suspend fun find(): Token? = store.get(key)

    /** Returns the stored token, expired or not, if it is of the kind that the configuration requires. */
    suspend fun findAccepted(): Token? = find()?.takeIf(isAccepted)

    /** Returns the stored token if it can be used (see [isGood]), and is not the one that an API has [rejected]. */
    suspend fun findGood(rejected: Token? = null): Token? =
        findAccepted()?.takeIf { isGood(it) && !it.hasAccessTokenOf(rejected) }

    /** Returns the token of [findGood], or null when the store cannot be read. */
    suspend fun findGoodOrNull(): Token? =
        try {
            findGood()
        } catch (_: AuthException) {
            null
        }

    /**
     * Returns the stored token if it has no refresh token and its whole lifetime is at most [minTtl]: a login would not get a
     * better one. The token that an API has [rejected] is not returned.
     */
    suspend fun findShortLived(rejected: Token? = null): Token? {
        val token = findAccepted()?.takeIf { it.refreshToken == null && isUnexpired(it) && !it.hasAccessTokenOf(rejected) }
        val end = token?.expiresAt ?: return null
        val life = token.lifetime ?: store.entries().find { it.key == key }?.storedAt?.let { end - it }
        return token.takeIf { life != null && life <= minTtl }
    }

    /**
     * Returns the stored token if it has not expired, even if its remaining lifetime is short, and is not the one that an API has
     * [rejected].
     */
    suspend fun findUnexpired(rejected: Token? = null): Token? =
        findAccepted()?.takeIf { isUnexpired(it) && !it.hasAccessTokenOf(rejected) }

    /**
     * Returns true if [token] is valid for at least [minTtl], or for more than half of its lifetime if no token of the server
     * would be.
     */
    fun isGood(token: Token): Boolean = token.isGood(clock.now(), minTtl)

    /** Returns true if [token] has not expired. */
    fun isUnexpired(token: Token): Boolean = token.isUsable(clock.now(), leeway = Duration.ZERO)
}

/** Returns true if this token has the access token of [other]. A refresh may have given it another refresh token since. */
internal fun Token.hasAccessTokenOf(other: Token?): Boolean = other != null && accessToken == other.accessToken
