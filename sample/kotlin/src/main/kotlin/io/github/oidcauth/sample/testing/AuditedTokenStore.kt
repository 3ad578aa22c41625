package io.github.oidcauth.sample.testing

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore

/** A store that reports to [audit] each token that it stores, and uses another store to keep it. */
class AuditedTokenStore(
    private val store: TokenStore,
    private val audit: (String) -> Unit,
) : TokenStore by store {
    override suspend fun put(
        key: TokenKey,
        token: Token,
    ) {
        store.put(key, token)
        audit("A token of $key was stored.")
    }
}
