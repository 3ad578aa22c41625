// Tested by EncryptedTokenFileTest.
package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenCipher
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import io.github.oidcauth.internal.tokenfile.document.TokenDocument.Entry
import io.github.oidcauth.internal.tokenfile.document.staleAt
import kotlin.time.Clock

/**
 * Tokens that are encrypted with [cipher]. The key of an entry, its expiry and the time when it was stored are readable. An
 * entry that is not encrypted is not used: another program may have written it.
 */
internal class EncryptedFormat(
    override val cipher: TokenCipher,
    private val file: TokenFile,
    private val clock: Clock,
) : TokenFormat {
    private val tokens = EncryptedTokens(cipher, file::notice)

    override suspend fun token(
        key: TokenKey,
        entry: Entry.Found,
    ): Token? = file.requireUnencrypted(key)

    override suspend fun token(
        key: TokenKey,
        entry: Entry.Encrypted,
    ): Token? = if (isStale(entry.token)) null else tokens.decrypt(key, entry.token)

    override suspend fun entry(
        key: TokenKey,
        token: Token,
        document: suspend () -> TokenDocument,
    ): NewEntry {
        val before = document().encrypted(key)
        val there = before?.let { tokens.decrypt(key, it) }
        return EncryptedEntry(key, cipher.encrypt(key, token), before, there)
    }

    private inner class EncryptedEntry(
        private val key: TokenKey,
        private val token: EncryptedToken,
        /** The entry at the time of the preparation. [decrypted] is its token, or null if it could not be decrypted. */
        private val before: EncryptedToken?,
        private val decrypted: Token?,
    ) : NewEntry {
        override fun isUnreadable(entry: Entry): Boolean =
            entry == Entry.Malformed || (entry is Entry.Encrypted && decrypted == null && entry.token == before)

        /**
         * Returns true also for an entry that was written after the preparation, because it cannot be decrypted under the lock.
         */
        override fun hasRefreshToken(entry: Entry): Boolean =
            entry is Entry.Encrypted && (entry.token != before || decrypted?.refreshToken != null)

        override fun requireReplaceable(document: TokenDocument) {
            if (document.isSingleToken) throw file.errors.notEncrypted()
        }

        override fun putInto(document: TokenDocument): TokenDocument = document.put(key, token, clock.now())
    }

    override suspend fun putter(
        key: TokenKey,
        token: Token,
    ): (TokenDocument) -> TokenDocument {
        val encrypted = cipher.encrypt(key, token)
        return { it.put(key, encrypted, clock.now()) }
    }

    override suspend fun matcher(
        key: TokenKey,
        token: Token?,
        document: suspend () -> TokenDocument,
    ): (Entry) -> Boolean {
        val there = document().encrypted(key)
        val isSeen = there != null && there.takeUnless(::isStale)?.let { tokens.decrypt(key, it) } == token
        return {
            when (it) {
                is Entry.Encrypted -> isSeen && it.token == there
                is Entry.Found, Entry.Malformed -> token == null
                else -> false
            }
        }
    }

    override suspend fun usableEntries(document: suspend () -> TokenDocument): (TokenDocument) -> Boolean {
        val undecryptable = undecryptable(document())
        return { current -> keys(current).any { current.encrypted(it) !in undecryptable } }
    }

    private suspend fun undecryptable(document: TokenDocument): Set<EncryptedToken> =
        keys(document).mapNotNullTo(mutableSetOf()) { key ->
            document.encrypted(key)?.takeIf { tokens.cannotDecrypt(key, it) }
        }

    /** Returns the keys without decryption, so no encryption key is needed. */
    override fun keys(document: TokenDocument): Set<TokenKey> = document.encryptedKeys(clock.now())

    override suspend fun entries(document: TokenDocument): List<StoredToken> =
        keys(document).mapNotNull { key ->
            val token = document.encrypted(key)?.let { tokens.decrypt(key, it) }
            token?.let { StoredToken(key, it, document.storedAt(key)) }
        }

    override fun forget(key: TokenKey): Unit = tokens.forget(key)

    override fun forgetAll(): Unit = tokens.forget()

    private fun TokenDocument.encrypted(key: TokenKey): EncryptedToken? = (this[key] as? Entry.Encrypted)?.token

    private fun isStale(token: EncryptedToken): Boolean = token.staleAt.let { it != null && clock.now() >= it }
}
