package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenCipher
import io.github.oidcauth.TokenKey
import io.github.oidcauth.UnreadableTokenException
import java.util.concurrent.ConcurrentHashMap

/**
 * The encrypted tokens of a file, by way of [cipher]. Each is decrypted once for as long as it stands in the file, so that the
 * next hit costs no more than that of a plain file. Thread-safe.
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

    /** The token in [encrypted], or null, and a notice, when it cannot be read. */
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

    /** Whether [encrypted] cannot be read with any key that is at hand. */
    suspend fun cannotDecrypt(
        key: TokenKey,
        encrypted: EncryptedToken,
    ): Boolean = decrypt(key, encrypted) == null

    /** Tokens that were removed are not kept in memory. */
    fun forget(key: TokenKey) {
        decrypted.remove(key)
    }

    /** All of them. */
    fun forget() {
        decrypted.clear()
    }
}
