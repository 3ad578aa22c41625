// Tested by KeyringTokenStoreTest.
package io.github.oidcauth.keyring.internal

import io.github.oidcauth.AesTokenCipher
import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenCipher
import io.github.oidcauth.TokenKey
import io.github.oidcauth.UnreadableTokenException

/** AES-256-GCM with keys from a keyring. */
internal class KeyringCipher(
    val keys: KeyringKeys,
) : TokenCipher {
    override suspend fun encrypt(
        key: TokenKey,
        token: Token,
    ): EncryptedToken = AesTokenCipher(mappingErrors { keys.current() }).encrypt(key, token)

    override suspend fun decrypt(
        key: TokenKey,
        encrypted: EncryptedToken,
    ): Token {
        val found =
            mappingErrors { keys.find(encrypted.keyId) } ?: throw UnreadableTokenException(
                "The token of ${key.value.oneLine()} was encrypted with the key ${encrypted.keyId}, " +
                    "which the keyring does not have.",
            )
        return AesTokenCipher(found).decrypt(key, encrypted)
    }

    /** Two ciphers are equal if they use the same keyring, as two stores of a program do. */
    override fun equals(other: Any?): Boolean = other is KeyringCipher && other.keys === keys

    override fun hashCode(): Int = keys.hashCode()

    override fun toString(): String = "KeyringCipher($keys)"

    private fun String.oneLine(): String = map { if (it.isISOControl()) ' ' else it }.joinToString("")

    companion object {
        /** Returns the result of [block]. @throws StoreException if the keyring fails. */
        suspend fun <T> mappingErrors(block: suspend () -> T): T =
            try {
                block()
            } catch (e: KeyringException) {
                throw storeException(e)
            }

        private fun storeException(e: KeyringException): StoreException =
            when (e) {
                is KeyringException.Unavailable -> {
                    StoreException("There is no keyring for the key of the token store. ${e.message} ${e.advice}", e)
                }

                is KeyringException.Locked -> {
                    StoreException("${e.message} Unlock it and try again; nothing was changed.", e)
                }

                is KeyringException.Failed -> {
                    StoreException("${e.message} Nothing was changed in the token store.", e)
                }
            }
    }
}
