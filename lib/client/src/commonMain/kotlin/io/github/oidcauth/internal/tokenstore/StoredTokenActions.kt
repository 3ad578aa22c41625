// Tested by TokenManagerTest.
package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.ClearOptions
import io.github.oidcauth.ClearedToken
import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.internal.servers.IssuerTarget
import io.github.oidcauth.oauth2.Introspection
import io.github.oidcauth.oauth2.TokenTypeHint
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import kotlin.time.Clock
import kotlin.time.Duration

/** Clears, revokes and introspects the tokens of a store at their issuers. */
internal class StoredTokenActions(
    private val store: TokenStore,
    private val registered: List<IssuerTarget>,
    private val clock: Clock,
    /** The file of trusted authorities for clients that are not among [registered], or null. */
    private val caFile: String?,
    private val connect: suspend (IssuerTarget) -> ProtocolClient,
) {
    suspend fun clear(
        key: TokenKey,
        options: ClearOptions,
    ): ClearedToken? = TokenClearing(store, clients(), options).clear(key)

    suspend fun clearClient(
        issuer: String,
        clientId: String,
        options: ClearOptions,
    ): List<ClearedToken> {
        val client = TokenKey.forIssuer(issuer, clientId)
        val clearing = TokenClearing(store, clients(), options)
        val outcomes =
            store.entries()
                // The key without scopes is that of the client, and compares issuers as those are compared that name a token.
                .filter { entry -> entry.clientId == clientId && entry.issuer?.let { clientKey(it, clientId) } == client }
                .mapNotNull { clearing.clearReporting(it) }
        if (outcomes.all { it.isRemoved }) store.removeStale()
        return outcomes
    }

    /** Returns the key of the client, or null for an issuer that another program has written and that is none. */
    private fun clientKey(
        issuer: String,
        clientId: String,
    ): TokenKey? =
        try {
            TokenKey.forIssuer(issuer, clientId)
        } catch (_: InvalidHostException) {
            null
        }

    suspend fun clearAll(options: ClearOptions): List<ClearedToken> {
        val clearing = TokenClearing(store, clients(), options)
        val outcomes = store.entries().mapNotNull { clearing.clearReporting(it) }
        // Stale and damaged entries are removed as well, unless an entry has to stay.
        if (outcomes.all { it.isRemoved }) store.removeUnreadable()
        return outcomes
    }

    suspend fun introspect(
        key: TokenKey,
        type: TokenTypeHint,
    ): Introspection? {
        val token = store.get(key) ?: return null
        val text =
            when (type) {
                TokenTypeHint.ACCESS_TOKEN -> token.accessToken
                TokenTypeHint.REFRESH_TOKEN -> token.refreshToken ?: return null
            }
        return clients().require(key).tokens.introspect(text, type)
    }

    suspend fun revoke(key: TokenKey): Boolean =
        withLockedToken(key) { token ->
            clients().require(key).tokens.revoke(token)
            withContext(NonCancellable) { store.remove(key, token) }
        }

    suspend fun revokeAccessToken(key: TokenKey): Boolean =
        withLockedToken(key) { token ->
            // An expired token need not be revoked; PyAuthFlow does the same.
            val isAlive = token.isUsable(clock.now(), leeway = Duration.ZERO)
            if (isAlive) clients().require(key).tokens.revoke(token.accessToken, TokenTypeHint.ACCESS_TOKEN)
            withContext(NonCancellable) { forgetAccessToken(key, token) }
        }

    /** Marks the access token as expired, so that the next call refreshes it; without a refresh token, removes the entry. */
    private suspend fun forgetAccessToken(
        key: TokenKey,
        token: Token,
    ) {
        val expired = token.newBuilder().also { it.expiresAt = clock.now() }.build()
        if (token.refreshToken != null) store.replace(key, token, expired) else store.remove(key, token)
    }

    private suspend fun withLockedToken(
        key: TokenKey,
        action: suspend (Token) -> Unit,
    ): Boolean {
        if (store.get(key) == null) return false
        return store.withLock(key) {
            val token = store.get(key)
            if (token != null) action(token)
            token != null
        }
    }

    private fun clients() = IssuerClients(registered, caFile, connect)
}
