package io.github.oidcauth

import kotlin.jvm.JvmSynthetic

/**
 * Encrypts tokens before they are stored and decrypts them when they are read, so that the store contains no readable secret.
 *
 * `AesTokenCipher` uses a key that the program provides. `oidc-auth-keyring` has an implementation whose key is in the
 * keyring of the operating system. Another implementation may call a key management service; it decides what
 * [EncryptedToken.ciphertext] contains.
 *
 * Every implementation is thread-safe. A token that was encrypted for one [TokenKey] is not decrypted for another: an entry
 * that somebody has moved to another key, or changed, causes an [UnreadableTokenException].
 */
public interface TokenCipher {
    /**
     * Returns [token] encrypted, to be stored under [key]. Two calls with equal arguments return different results.
     *
     * @throws StoreException if the key is not available, for example because the keyring is locked.
     */
    @JvmSynthetic
    public suspend fun encrypt(
        key: TokenKey,
        token: Token,
    ): EncryptedToken

    /**
     * Returns the token that [encrypt] was given for [key].
     *
     * @throws StoreException if the key is not available now; a later call may succeed.
     * @throws UnreadableTokenException if [encrypted] has been changed, or was encrypted for another entry or with a key that
     *     is lost.
     */
    @JvmSynthetic
    public suspend fun decrypt(
        key: TokenKey,
        encrypted: EncryptedToken,
    ): Token
}
