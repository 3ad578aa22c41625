package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenCipher
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.concurrent.runBlocking

/**
 * Any [TokenCipher] for callers without coroutines, such as a [JavaTokenStore] that encrypts its entries. The functions keep
 * the calling thread until they are done; interrupt it to cancel them. Thread-safe.
 */
public class BlockingTokenCipher(
    /** The cipher that does the work. */
    public val cipher: TokenCipher,
) {
    /** @see TokenCipher.encrypt */
    @Throws(AuthException::class)
    public fun encrypt(
        key: TokenKey,
        token: Token,
    ): EncryptedToken = runBlocking { cipher.encrypt(key, token) }

    /** @see TokenCipher.decrypt */
    @Throws(AuthException::class)
    public fun decrypt(
        key: TokenKey,
        encrypted: EncryptedToken,
    ): Token = runBlocking { cipher.decrypt(key, encrypted) }

    /** Returns the same cipher with futures. */
    public fun async(): AsyncTokenCipher = AsyncTokenCipher(cipher)

    override fun toString(): String = cipher.toString()
}
