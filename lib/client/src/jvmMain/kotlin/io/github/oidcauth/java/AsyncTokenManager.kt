// Tested by JavaCounterpartsTest.
package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.ClearOptions
import io.github.oidcauth.ClearedToken
import io.github.oidcauth.StoredToken
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenManager
import io.github.oidcauth.internal.concurrent.future
import io.github.oidcauth.oauth2.Introspection
import io.github.oidcauth.oauth2.TokenTypeHint
import java.util.concurrent.CompletableFuture

/**
 * [TokenManager] with futures, from [BlockingTokenManager.async]. Each function starts its work and returns a future at once,
 * which completes with the result or with an [AuthException].
 *
 * Cancelling that future cancels the work, as cancelling a coroutine does. The work runs on threads of `Dispatchers.Default`,
 * which complete the future too: pass an executor to `thenApplyAsync` and its like for a stage that blocks. Thread-safe.
 */
public class AsyncTokenManager internal constructor(
    /** The manager that does the work. */
    public val manager: TokenManager,
) {
    /** Makes a manager of the default store, for clients without a secret. */
    public constructor() : this(TokenManager())

    /** @see TokenManager.list */
    public fun list(): CompletableFuture<List<StoredToken>> = future { manager.list() }

    /** @see TokenManager.clear */
    @JvmOverloads
    public fun clear(
        key: TokenKey,
        options: ClearOptions = ClearOptions.DEFAULT,
    ): CompletableFuture<ClearedToken?> = future { manager.clear(key, options) }

    /** @see TokenManager.clear */
    @JvmOverloads
    public fun clear(
        issuer: String,
        clientId: String,
        options: ClearOptions = ClearOptions.DEFAULT,
    ): CompletableFuture<List<ClearedToken>> = future { manager.clear(issuer, clientId, options) }

    /** @see TokenManager.clearAll */
    @JvmOverloads
    public fun clearAll(options: ClearOptions = ClearOptions.DEFAULT): CompletableFuture<List<ClearedToken>> =
        future { manager.clearAll(options) }

    /** @see TokenManager.introspect */
    @JvmOverloads
    public fun introspect(
        key: TokenKey,
        type: TokenTypeHint = TokenTypeHint.ACCESS_TOKEN,
    ): CompletableFuture<Introspection?> = future { manager.introspect(key, type) }

    /** @see TokenManager.revoke */
    public fun revoke(key: TokenKey): CompletableFuture<Boolean> = future { manager.revoke(key) }

    /** @see TokenManager.revokeAccessToken */
    public fun revokeAccessToken(key: TokenKey): CompletableFuture<Boolean> = future { manager.revokeAccessToken(key) }

    override fun toString(): String = manager.toString()
}
