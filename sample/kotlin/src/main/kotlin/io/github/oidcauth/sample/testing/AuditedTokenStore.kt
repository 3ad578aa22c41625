package io.github.oidcauth.sample.testing

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore

/** A store that tells [audit] of each token it is given to keep, and has another one keep it. */
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
