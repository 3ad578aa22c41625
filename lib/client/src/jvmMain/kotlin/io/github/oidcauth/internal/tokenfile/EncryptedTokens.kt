package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenCipher
import io.github.oidcauth.TokenKey
import io.github.oidcauth.UnreadableTokenException
import java.util.concurrent.ConcurrentHashMap

/**
 * Decrypts the tokens of a file with [cipher]. Each token is decrypted once while it is in the file, so the next read costs no
 * more than that of a plain file. Thread-safe.
 */
internal class EncryptedTokens(
    val cipher: TokenCipher,
    private val notice: (String) -> Unit,
) {
    private class Decrypted(
        val encrypted: EncryptedToken,
        val token: Token,
    )

    private val decrypted = ConcurrentHashMap<TokenKey, Decrypted>()

    /** Returns the token in [encrypted], or null, after a notice, when it cannot be decrypted. */
    suspend fun decrypt(
        key: TokenKey,
        encrypted: EncryptedToken,
    ): Token? {
        decrypted[key]?.takeIf { it.encrypted == encrypted }?.let { return it.token }
        val token =
            try {
                cipher.decrypt(key, encrypted)
            } catch (e: UnreadableTokenException) {
                notice("${e.message} It is kept until another one takes its place.")
                return null
            }
        decrypted[key] = Decrypted(encrypted, token)
        return token
    }

    /** Returns true if no available key can decrypt [encrypted]. */
    suspend fun cannotDecrypt(
        key: TokenKey,
        encrypted: EncryptedToken,
    ): Boolean = decrypt(key, encrypted) == null

    /** Removes the token of [key] from memory. */
    fun forget(key: TokenKey) {
        decrypted.remove(key)
    }

    /** Removes all tokens from memory. */
    fun forget() {
        decrypted.clear()
    }
}
