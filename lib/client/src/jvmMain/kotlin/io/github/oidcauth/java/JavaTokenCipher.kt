package io.github.oidcauth.java

import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenCipher
import io.github.oidcauth.TokenKey
import io.github.oidcauth.UnreadableTokenException
import io.github.oidcauth.internal.files.blocking
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import java.io.IOException
import java.security.GeneralSecurityException
import javax.crypto.AEADBadTagException

/**
 * A [TokenCipher] of your own, written in Java or with other blocking code, such as one that calls a key management service.
 * Extend it and pass it to `FileTokenStore.builder(path).encryption(cipher)` or to another store.
 *
 * Both functions are called on threads of `Dispatchers.IO`, several at a time, so they must be thread-safe. A cancelled call is
 * interrupted. An [IOException], a [GeneralSecurityException] and any other unknown exception become a [StoreException], for
 * which nothing is lost: a later call may succeed. An [AEADBadTagException] while decrypting becomes an
 * [UnreadableTokenException]. The messages of their exceptions are not repeated.
 */
public abstract class JavaTokenCipher internal constructor(
    private val dispatcher: CoroutineDispatcher,
) : TokenCipher {
    /** For a subclass. */
    public constructor() : this(Dispatchers.IO)

    /**
     * Returns [token] encrypted, to be stored under [key]; `token.serialize()` is its text. [EncryptedToken.associatedData] and
     * [EncryptedToken.expiryOf] say what belongs to the ciphertext. See [TokenCipher.encrypt].
     */
    @Throws(IOException::class, GeneralSecurityException::class, InterruptedException::class)
    protected abstract fun encryptToken(
        key: TokenKey,
        token: Token,
    ): EncryptedToken

    /**
     * Returns the token that [encryptToken] was given for [key].
     *
     * @throws UnreadableTokenException if it has been changed, or was encrypted for another entry or with a key that is lost.
     */
    @Throws(IOException::class, GeneralSecurityException::class, InterruptedException::class)
    protected abstract fun decryptToken(
        key: TokenKey,
        encrypted: EncryptedToken,
    ): Token

    @JvmSynthetic
    final override suspend fun encrypt(
        key: TokenKey,
        token: Token,
    ): EncryptedToken = call { encryptToken(key, token) }

    @JvmSynthetic
    final override suspend fun decrypt(
        key: TokenKey,
        encrypted: EncryptedToken,
    ): Token =
        call {
            try {
                decryptToken(key, encrypted)
            } catch (e: AEADBadTagException) {
                throw UnreadableTokenException(
                    "An encrypted token has been changed, or belongs to another entry, so it cannot be read.",
                    e,
                )
            }
        }

    private suspend fun <T> call(block: () -> T): T =
        callProgram(dispatcher, { StoreException("The token cipher failed (${it.javaClass.simpleName}). Try again.", it) }, block)
}
