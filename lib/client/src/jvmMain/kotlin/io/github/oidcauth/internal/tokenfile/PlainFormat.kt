// Tested by EncryptedTokenFileTest.
package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenCipher
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.files.printable
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import io.github.oidcauth.internal.tokenfile.document.TokenDocument.Entry
import io.github.oidcauth.internal.tokenfile.document.isStale
import kotlin.time.Clock

/** Tokens in the form of the Python client. An encrypted entry is refused, because it cannot be decrypted without a cipher. */
internal class PlainFormat(
    private val file: TokenFile,
    private val clock: Clock,
) : TokenFormat {
    override val cipher: TokenCipher? get() = null

    override suspend fun token(
        key: TokenKey,
        entry: Entry.Found,
    ): Token? {
        if (!entry.token.isStale(clock.now())) return entry.token
        if (file.holdsBareToken) {
            file.notice(
                "The token file ${file.path.printable()} holds one bare token, which expires at ${entry.token.expiresAt} and " +
                    "cannot be refreshed. Put a newer one there.",
            )
        }
        return null
    }

    override suspend fun token(
        key: TokenKey,
        entry: Entry.Encrypted,
    ): Token? = throw file.errors.encrypted(key)

    override suspend fun entry(
        key: TokenKey,
        token: Token,
        document: suspend () -> TokenDocument,
    ): NewEntry =
        object : NewEntry {
            override fun isUnreadable(entry: Entry): Boolean = entry == Entry.Malformed

            override fun hasRefreshToken(entry: Entry): Boolean = (entry as? Entry.Found)?.token?.refreshToken != null

            override fun requireReplaceable(document: TokenDocument) {
                if (document[key] is Entry.Encrypted) throw file.errors.encrypted(key)
            }

            override fun putInto(document: TokenDocument): TokenDocument = document.put(key, token, clock.now())
        }

    override suspend fun putter(
        key: TokenKey,
        token: Token,
    ): (TokenDocument) -> TokenDocument = { it.put(key, token, clock.now()) }

    override suspend fun matcher(
        key: TokenKey,
        token: Token?,
        document: suspend () -> TokenDocument,
    ): (Entry) -> Boolean =
        {
            when (it) {
                is Entry.Found -> it.token.takeUnless { found -> found.isStale(clock.now()) } == token
                Entry.Malformed -> token == null
                else -> false
            }
        }

    override suspend fun usableEntries(document: suspend () -> TokenDocument): (TokenDocument) -> Boolean =
        { keys(it).isNotEmpty() }

    override fun keys(document: TokenDocument): Set<TokenKey> = document.keys(clock.now())

    override suspend fun entries(document: TokenDocument): List<StoredToken> = document.entries(clock.now())
}
