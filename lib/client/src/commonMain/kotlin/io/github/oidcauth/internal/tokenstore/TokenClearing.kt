// Tested by TokenManagerTest.
package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.AuthException
import io.github.oidcauth.ClearOptions
import io.github.oidcauth.ClearedToken
import io.github.oidcauth.ClearedToken.Revocation
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.metadata.Endpoint
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext

/** Removes entries of a store, after revoking their tokens as [options] specify. */
internal class TokenClearing(
    private val store: TokenStore,
    private val clients: IssuerClients,
    private val options: ClearOptions,
) {
    private class Result(
        val revocation: Revocation,
        val failure: AuthException? = null,
    ) {
        val isFailure: Boolean get() = revocation == Revocation.FAILED || revocation == Revocation.UNSUPPORTED
    }

    /** Clears the entry of [key]. Returns null if nothing is stored. @throws StoreException */
    suspend fun clear(key: TokenKey): ClearedToken? {
        val entry = store.get(key)?.let { StoredToken(key, it) }
        if (entry == null) {
            // A stale token is never returned to programs. Clearing removes it from the store, too.
            store.remove(key, null)
            return null
        }
        return clear(entry)
    }

    /** Clears [entry]. Returns null if it is no longer stored. A failure of the store is in the result. */
    suspend fun clearReporting(entry: StoredToken): ClearedToken? =
        try {
            clear(entry)
        } catch (e: StoreException) {
            ClearedToken(entry, isRemoved = false, Revocation.NOT_REQUESTED, e)
        }

    /** Clears [entry] under its lock: a refresh by another process meanwhile would bring back what is cleared. */
    private suspend fun clear(entry: StoredToken): ClearedToken? =
        store.withLock(entry.key) {
            val token = store.get(entry.key) ?: return@withLock null
            val result = revoke(entry, token)
            if (result.isFailure && !options.removeOnRevokeFail) {
                ClearedToken(entry, isRemoved = false, result.revocation, result.failure)
            } else {
                remove(entry, token, result)
            }
        }

    private suspend fun revoke(
        entry: StoredToken,
        token: Token,
    ): Result {
        // The entry may have been read earlier.
        val isOffline = StoredToken(entry.key, token).isOffline
        val isWanted = if (isOffline) options.revokeOffline else options.revokeOnline
        if (!isWanted) return Result(Revocation.NOT_REQUESTED)
        return try {
            val client = clients.find(entry.key) ?: return Result(Revocation.NOT_APPLICABLE)
            if (!client.offers(Endpoint.REVOCATION)) return Result(Revocation.UNSUPPORTED, unsupported(entry))
            client.tokens.revoke(token)
            Result(Revocation.REVOKED)
        } catch (e: AuthException) {
            Result(Revocation.FAILED, e)
        }
    }

    private fun unsupported(entry: StoredToken) =
        InvalidConfigException(
            "${entry.issuer} does not offer to revoke tokens: it names no revocation_endpoint that can be called.",
        )

    /** Removes [entry]. Not cancellable, since a token that is revoked and still stored would be returned to callers. */
    private suspend fun remove(
        entry: StoredToken,
        token: Token,
        result: Result,
    ): ClearedToken =
        withContext(NonCancellable) {
            try {
                // A login may have stored a new token meanwhile, which was not revoked and must stay.
                store.remove(entry.key, token)
                ClearedToken(entry, isRemoved = true, result.revocation, result.failure)
            } catch (e: StoreException) {
                ClearedToken(entry, isRemoved = false, result.revocation, result.failure ?: e)
            }
        }
}
