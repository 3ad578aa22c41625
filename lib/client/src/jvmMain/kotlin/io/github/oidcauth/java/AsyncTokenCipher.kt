package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenCipher
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.concurrent.future
import java.util.concurrent.CompletableFuture

/**
 * [TokenCipher] with futures, from [BlockingTokenCipher.async]. Each function starts its work and returns a future at once,
 * which completes with the result or with an [AuthException].
 *
 * Cancelling that future cancels the work, as cancelling a coroutine does. The work runs on threads of `Dispatchers.Default`,
 * which complete the future too: pass an executor to `thenApplyAsync` and its like for a stage that blocks. Thread-safe.
 */
public class AsyncTokenCipher internal constructor(
    /** The cipher that does the work. */
    public val cipher: TokenCipher,
) {
    /** @see TokenCipher.encrypt */
    public fun encrypt(
        key: TokenKey,
        token: Token,
    ): CompletableFuture<EncryptedToken> = future { cipher.encrypt(key, token) }

    /** @see TokenCipher.decrypt */
    public fun decrypt(
        key: TokenKey,
        encrypted: EncryptedToken,
    ): CompletableFuture<Token> = future { cipher.decrypt(key, encrypted) }

    override fun toString(): String = cipher.toString()
}
