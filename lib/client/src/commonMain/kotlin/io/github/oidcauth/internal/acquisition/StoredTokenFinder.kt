package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.tokens.isGood
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import kotlin.time.Clock
import kotlin.time.Duration

/** Finds the token of [key] in [store], as far as one configuration can use it. No function makes a request. */
internal class StoredTokenFinder(
    val key: TokenKey,
    val store: WriteBehindStore,
    private val clock: Clock,
    /** Time that a token has to live at least to be handed out. */
    val minTtl: Duration,
    /** Returns true if a stored token is what the configuration asks for by now. Otherwise only a login helps. */
    private val isAccepted: (Token) -> Boolean,
) {
    /** Returns the stored token, usable or not, or null when there is none. */
    suspend fun find(): Token? = store.get(key)

    /** Returns the stored token, expired or not, if it is what the configuration asks for. */
    suspend fun findAccepted(): Token? = find()?.takeIf(isAccepted)

    /** Returns the stored token if it is to be handed out. */
    suspend fun findGood(): Token? = findAccepted()?.takeIf(::isGood)

    /** [findGood], or null when the store cannot be read. */
    suspend fun findGoodOrNull(): Token? =
        try {
            findGood()
        } catch (_: AuthException) {
            null
        }

    /** Returns a token without a refresh token whose whole life is not longer than [minTtl]: a user could bring no better one. */
    suspend fun findShortLived(): Token? {
        val token = findAccepted()?.takeIf { it.refreshToken == null && isUnexpired(it) }
        val end = token?.expiresAt ?: return null
        val life = token.lifetime ?: store.entries().find { it.key == key }?.storedAt?.let { end - it }
        return token.takeIf { life != null && life <= minTtl }
    }

    /** Returns the stored token if it has not expired, however short the rest of its life is. */
    suspend fun findUnexpired(): Token? = find()?.takeIf(::isUnexpired)

    /** Returns true if [token] lives for as long as the configuration wants, or for as long as it can. */
    fun isGood(token: Token): Boolean = token.isGood(clock.now(), minTtl)

    /** Returns true if [token] has not expired. */
    fun isUnexpired(token: Token): Boolean = token.isUsable(clock.now(), leeway = Duration.ZERO)
}
