// Tested by TokenManagerFromJavaTest.
package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.ClearOptions
import io.github.oidcauth.ClearedToken
import io.github.oidcauth.StoredToken
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenManager
import io.github.oidcauth.internal.concurrent.runBlocking
import io.github.oidcauth.oauth2.Introspection
import io.github.oidcauth.oauth2.TokenTypeHint

/**
 * [TokenManager] for callers without coroutines, `new BlockingTokenManager()`. The functions keep
 * the calling thread until they are done; interrupt it to cancel them. Thread-safe.
 */
public class BlockingTokenManager(
    /** The manager that does the work. */
    public val manager: TokenManager,
) {
    /** Makes a manager of the default store, for clients without a secret. */
    public constructor() : this(TokenManager())

    /** @see TokenManager.list */
    @Throws(AuthException::class)
    public fun list(): List<StoredToken> = runBlocking { manager.list() }

    /** @see TokenManager.clear */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun clear(
        key: TokenKey,
        options: ClearOptions = ClearOptions.DEFAULT,
    ): ClearedToken? = runBlocking { manager.clear(key, options) }

    /** @see TokenManager.clear */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun clear(
        issuer: String,
        clientId: String,
        options: ClearOptions = ClearOptions.DEFAULT,
    ): List<ClearedToken> = runBlocking { manager.clear(issuer, clientId, options) }

    /** @see TokenManager.clearAll */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun clearAll(options: ClearOptions = ClearOptions.DEFAULT): List<ClearedToken> =
        runBlocking { manager.clearAll(options) }

    /** @see TokenManager.introspect */
    @JvmOverloads
    @Throws(AuthException::class)
    public fun introspect(
        key: TokenKey,
        type: TokenTypeHint = TokenTypeHint.ACCESS_TOKEN,
    ): Introspection? = runBlocking { manager.introspect(key, type) }

    /** @see TokenManager.revoke */
    @Throws(AuthException::class)
    public fun revoke(key: TokenKey): Boolean = runBlocking { manager.revoke(key) }

    /** @see TokenManager.revokeAccessToken */
    @Throws(AuthException::class)
    public fun revokeAccessToken(key: TokenKey): Boolean = runBlocking { manager.revokeAccessToken(key) }

    /** Returns the same manager with futures. */
    public fun async(): AsyncTokenManager = AsyncTokenManager(manager)

    override fun toString(): String = manager.toString()
}
