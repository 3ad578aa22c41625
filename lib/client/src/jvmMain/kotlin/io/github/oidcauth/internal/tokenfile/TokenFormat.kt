// Tested by EncryptedTokenFileTest.
package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenCipher
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import io.github.oidcauth.internal.tokenfile.document.TokenDocument.Entry

/**
 * The form in which a store keeps tokens in its file: plain or encrypted. A store uses only tokens in its own form.
 * Thread-safe.
 *
 * Functions that suspend may need a key, and the user may have to unlock a keyring for it. Call them before you take the write
 * lock, and use their results under it. Their parameter `document` returns the current content of the file.
 */
internal interface TokenFormat {
    /** The cipher of the tokens, or null for plain tokens. */
    val cipher: TokenCipher?

    /** Returns the token of the plain [entry] of [key] if this store uses it and it is not stale. */
    suspend fun token(
        key: TokenKey,
        entry: Entry.Found,
    ): Token?

    /** Returns the token of the encrypted [entry] of [key] if it can be read and is not stale. */
    suspend fun token(
        key: TokenKey,
        entry: Entry.Encrypted,
    ): Token?

    /** Prepares an entry of [key] with [token], for a later write. */
    suspend fun entry(
        key: TokenKey,
        token: Token,
        document: suspend () -> TokenDocument,
    ): NewEntry

    /** Returns a function that puts an entry of [key] with [token] into a document and replaces any entry of that key. */
    suspend fun putter(
        key: TokenKey,
        token: Token,
    ): (TokenDocument) -> TokenDocument

    /**
     * Returns a function that returns true for an entry of [key] for which the store returns [token]. A null [token] means an
     * entry that the store does not use.
     */
    suspend fun matcher(
        key: TokenKey,
        token: Token?,
        document: suspend () -> TokenDocument,
    ): (Entry) -> Boolean

    /** Returns a function that returns true for a document with an entry that the store can use. */
    suspend fun usableEntries(document: suspend () -> TokenDocument): (TokenDocument) -> Boolean

    /** Returns the keys of the entries of this form that are not stale. */
    fun keys(document: TokenDocument): Set<TokenKey>

    /** Returns the metadata of these entries. */
    suspend fun entries(document: TokenDocument): List<StoredToken>

    /** Removes the token of [key] from memory. */
    fun forget(key: TokenKey) {}

    /** Removes all tokens from memory. */
    fun forgetAll() {}
}

/** An entry that is ready to be written. Call its functions only with the write lock. */
internal interface NewEntry {
    /** Returns true if [entry], which is about to be replaced, is unreadable. The file is then copied to a backup first. */
    fun isUnreadable(entry: Entry): Boolean

    /** Returns true if [entry], which is about to be replaced, has a refresh token. */
    fun hasRefreshToken(entry: Entry): Boolean

    /**
     * Checks that this entry may replace the existing content of [document].
     *
     * @throws io.github.oidcauth.StoreException when it may not.
     */
    fun requireReplaceable(document: TokenDocument)

    /** Returns [document] with this entry. */
    fun putInto(document: TokenDocument): TokenDocument
}
