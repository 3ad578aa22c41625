package io.github.oidcauth

/**
 * Encrypts tokens on their way to a store, and decrypts them on their way back, so that the store holds no secret that can be
 * read.
 *
 * `AesTokenCipher` does it with a key that the program has. `oidc-auth-keyring` has one whose key is in the keyring of the
 * operating system. Another implementation may ask a key management service; it decides what [EncryptedToken.ciphertext] is.
 *
 * Every implementation is safe for concurrent use. What is sealed for one [TokenKey] is not opened for another: an entry that
 * somebody has moved to another name, or changed, is an [UnreadableTokenException].
 */
public interface TokenCipher {
    /**
     * [token], to be kept under [key]. Two calls with equal arguments have different results.
     *
     * @throws StoreException when there is no key to be had, such as when the keyring is locked.
     */
    public suspend fun encrypt(
        key: TokenKey,
        token: Token,
    ): EncryptedToken

    /**
     * The token that [encrypt] was given for [key].
     *
     * @throws StoreException when there is no key to be had now; it may work later.
     * @throws UnreadableTokenException when [encrypted] has been changed, was sealed for another entry, or was sealed with a key
     * that is lost.
     */
    public suspend fun decrypt(
        key: TokenKey,
        encrypted: EncryptedToken,
    ): Token
}
