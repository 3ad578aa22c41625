package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.Token
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.login.TokenSink

/**
 * Gets a usable token: from the store, otherwise by a refresh, otherwise by a login. A valid stored token needs neither the
 * server nor the user, so [renewal] is created only when the store has none.
 */
internal class TokenAcquirer(
    private val stored: StoredTokenFinder,
    private val lifetimeWarnings: LifetimeWarnings,
    renewal: Lazy<TokenRenewal>,
) : TokenSink {
    private val renewal by renewal

    /** Writes the tokens that are in memory only, as far as the store can be written now. Throws only on cancellation. */
    suspend fun writePending(): Unit = stored.store.writeAllPending()

    /** Returns the stored token, usable or not, or null when there is none. */
    suspend fun getStored(): Token? = stored.find()

    /**
     * Returns a usable token; with [force], always from a login. [login] should pass its token to the [TokenSink] as soon as it
     * is received; otherwise it is stored when [login] returns.
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

    /**
     * Returns a usable token other than [rejected], which an API has refused: the stored one, if it is another by now, else one
     * from a refresh, else from a [login], as [obtain] does. A refresh that fails for another reason than its refresh token is an
     * error, also if [rejected] has not expired.
     */
    suspend fun obtainOther(
        rejected: Token,
        login: suspend (TokenSink) -> Token,
    ): Token {
        stored.store.writePending(stored.key)
        val known = stored.findAccepted()
        val newer = known?.takeIf { stored.isGood(it) && !it.hasAccessTokenOf(rejected) }
        return lifetimeWarnings.check(newer ?: renewal.obtain(known, force = false, login, rejected))
    }

    /**
     * Returns a usable token other than [rejected] whose login fulfils [demand]: the stored one, if it is known to, else one from
     * a [login]. [isKnown] returns true for a token that the caller knows to, because not every ID token describes the login.
     *
     * @throws io.github.oidcauth.InteractionRequiredException if no user can log in.
     */
    suspend fun stepUp(
        rejected: Token,
        demand: LoginDemand,
        isKnown: (Token, LoginDemand) -> Boolean,
        login: suspend (TokenSink) -> Token,
    ): Token {
        stored.store.writePending(stored.key)
        return lifetimeWarnings.check(renewal.stepUp(rejected, demand, isKnown, login))
    }

    /** @see StoredTokenFinder.isUnexpired */
    fun isUnexpired(token: Token): Boolean = stored.isUnexpired(token)

    /** Refreshes the stored token even if it is usable, unless another caller does so meanwhile. */
    suspend fun refresh(): Token = lifetimeWarnings.check(renewal.refresher.refresh())

    /**
     * Redeems [refreshToken], from any source, and stores the new token. Concurrent callers with the same refresh token share
     * one request. If it is the refresh token of the stored token, they also share the request with all callers that refresh
     * the stored token.
     *
     * @throws UnverifiedRefreshException when only the caller can store the new refresh token.
     */
    suspend fun refresh(refreshToken: String): Token {
        if (stored.find()?.refreshToken == refreshToken) return refresh()
        return lifetimeWarnings.check(renewal.refresher.exchangeShared(refreshToken))
    }

    override suspend fun keep(token: Token): Token = renewal.writer.keep(token)
}
