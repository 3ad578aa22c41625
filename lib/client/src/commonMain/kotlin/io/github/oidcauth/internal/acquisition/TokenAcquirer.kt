package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.Token
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.login.TokenSink

/**
 * Gets a usable token: from the store, else by a refresh, else by a login. A stored token that is good needs neither server nor user, so
 * [renewal] is made when there is none.
 */
internal class TokenAcquirer(
    private val stored: StoredTokenFinder,
    private val lifetimeWarnings: LifetimeWarnings,
    renewal: Lazy<TokenRenewal>,
) : TokenSink {
    private val renewal by renewal

    /** Writes the tokens that are in memory alone, as far as the store can be written by now. Throws nothing but cancellation. */
    suspend fun writePending(): Unit = stored.store.writeAllPending()

    /** Returns the stored token, usable or not, or null when there is none. */
    suspend fun getStored(): Token? = stored.find()

    /**
     * Returns a usable token; with [force], from a login only. [login] passes its token to the [TokenSink] as soon as it arrives; a
     * token that it only returns is stored then.
     */
    suspend fun obtain(
        force: Boolean,
        login: suspend (TokenSink) -> Token,
    ): Token {
        stored.store.writePending(stored.key)
        val known = if (force) null else stored.findAccepted()
        val good = known?.takeIf(stored::isGood)
        return lifetimeWarnings.check(good ?: renewal.obtain(known, force, login))
    }

    /** Refreshes the stored token though it may be usable, unless somebody else does so meanwhile. */
    suspend fun refresh(): Token = lifetimeWarnings.check(renewal.refresher.refresh())

    /**
     * Redeems [refreshToken], which the caller may have from anywhere, and stores the new token. Callers that pass the same refresh
     * token at the same time share one request. If it is that of the stored token, they also share it with all who refresh the
     * stored token.
     *
     * @throws UnverifiedRefreshException when only the caller can keep the refresh token that has taken its place.
     */
    suspend fun refresh(refreshToken: String): Token {
        if (stored.find()?.refreshToken == refreshToken) return refresh()
        return lifetimeWarnings.check(renewal.refresher.exchangeShared(refreshToken))
    }

    override suspend fun keep(token: Token): Token = renewal.writer.keep(token)
}
