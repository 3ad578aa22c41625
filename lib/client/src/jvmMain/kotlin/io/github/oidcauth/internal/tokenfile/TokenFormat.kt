// Tested by EncryptedTokenFileTest.
package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenCipher
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import io.github.oidcauth.internal.tokenfile.document.TokenDocument.Entry

/**
 * The form in which a store keeps tokens in its file: plain, or encrypted. A store uses the tokens of its own form alone. Thread-safe.
 *
 * Functions that suspend may ask for a key, for which a user may have to unlock a keyring. So they are called before the lock for writing
 * is taken, and what they return is used under it. The document they get is the file as it is when they ask for it.
 */
internal interface TokenFormat {
    /** Cipher of the tokens, or null. */
    val cipher: TokenCipher?

    /** Returns the token of the plain [entry] of [key] if it is to be used and is not stale. */
    suspend fun token(
        key: TokenKey,
        entry: Entry.Found,
    ): Token?

    /** Returns the token of the encrypted [entry] of [key] if it can be read and is not stale. */
    suspend fun token(
        key: TokenKey,
        entry: Entry.Encrypted,
    ): Token?

    /** Prepares an entry of [key] with [token]. */
    suspend fun entry(
        key: TokenKey,
        token: Token,
        document: suspend () -> TokenDocument,
    ): NewEntry

    /** Returns a function that puts an entry of [key] with [token] into a document, whatever is in its place. */
    suspend fun putter(
        key: TokenKey,
        token: Token,
    ): (TokenDocument) -> TokenDocument

    /** Returns a function that is true for an entry of [key] for which the store returns [token]; null stands for a useless entry. */
    suspend fun matcher(
        key: TokenKey,
        token: Token?,
        document: suspend () -> TokenDocument,
    ): (Entry) -> Boolean

    /** Returns a function that is true for a document with an entry that the store can use. */
    suspend fun usableEntries(document: suspend () -> TokenDocument): (TokenDocument) -> Boolean

    /** Returns the keys of the entries of this form that are not stale. */
    fun keys(document: TokenDocument): Set<TokenKey>

    /** Returns what is known of these entries. */
    suspend fun entries(document: TokenDocument): List<StoredToken>

    /** Forgets what is in memory of the token of [key]. */
    fun forget(key: TokenKey) {}

    /** Forgets what is in memory of all tokens. */
    fun forgetAll() {}
}

/** An entry that is ready to be written. Its functions are for who has the lock for writing. */
internal interface NewEntry {
    /** Returns true if nobody can read [entry], which is about to be replaced: then the file is copied first. */
    fun isUnreadable(entry: Entry): Boolean

    /** Returns true if [entry], which is about to be replaced, has a refresh token. */
    fun hasRefreshToken(entry: Entry): Boolean

    /** @throws io.github.oidcauth.StoreException when [document] has something in the place of this that is not replaced. */
    fun requireReplaceable(document: TokenDocument)

    /** Returns [document] with this entry. */
    fun putInto(document: TokenDocument): TokenDocument
}
