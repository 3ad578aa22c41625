package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.json.PythonJson
import io.github.oidcauth.internal.json.string
import kotlinx.serialization.json.JsonObject
import kotlin.time.Instant

/**
 * What a token file says. Either a store, as the Python client keeps it:
 *
 *     { "https://host": { "token": { "access_token": …, … }, "stored_at": 1717027200.0 } }
 *
 * or a single token, as `oidc-auth --json` prints it: an object with a string member `access_token`. Its member `host` says
 * whose it is. A single token without that member is the token for every key, until the first [put] makes it the token of one.
 *
 * Immutable. Every change returns a new document in which all that is not understood is still there.
 */
internal sealed class TokenDocument {
    /** What is kept for a key. */
    sealed interface Entry {
        class Found(
            val token: Token,
        ) : Entry

        data object Absent : Entry

        /** There is something that is no token. */
        data object Malformed : Entry

        /** There is a token that whoever has the key can read. */
        class Encrypted(
            val token: EncryptedToken,
        ) : Entry

        /** There is a single token, and it belongs to [host]; null when the file names something that is nobody's. */
        class OfOtherOwner(
            val host: TokenKey?,
        ) : Entry
    }

    abstract val isSingleToken: Boolean

    /** Whether the file that this was read from, or is written to, has the [pieces] of this for its text and nothing else. */
    abstract val isVerbatim: Boolean

    /** True if it has what token files have, or nothing at all, and is not a JSON document of another kind. */
    open val isTokenFile: Boolean get() = true

    /** True if there is anything in it. */
    open val isEmpty: Boolean get() = false

    abstract operator fun get(key: TokenKey): Entry

    /** What is known of the tokens that are not stale. */
    abstract fun entries(now: Instant): List<StoredToken>

    /** The keys whose tokens are not stale. A single token has the one it belongs to, if the file says so. */
    fun keys(now: Instant): Set<TokenKey> = entries(now).mapTo(LinkedHashSet()) { it.key }

    /** The keys whose encrypted tokens are not stale, as far as they say of themselves. */
    open fun encryptedKeys(now: Instant): Set<TokenKey> = emptySet()

    /** When what is under [key] was stored, or null when that is not said. */
    open fun storedAt(key: TokenKey): Instant? = null

    /**
     * With [token] in place of what was under [key], and without stale entries. A single token becomes the token of [key]; not
     * for one that is [Entry.OfOtherOwner].
     */
    abstract fun put(
        key: TokenKey,
        token: Token,
        now: Instant,
    ): TokenDocument

    /** The same with a token that is encrypted. A single token is not. */
    open fun put(
        key: TokenKey,
        token: EncryptedToken,
        now: Instant,
    ): TokenDocument = error("A single token is not encrypted.")

    /** Without what is under [key], or this very document when there is nothing. */
    abstract fun remove(key: TokenKey): TokenDocument

    /** Without entries, understood or not. What stays are members that are none: they have no URL for a name and no token. */
    abstract fun clear(): TokenDocument

    /** Returns the size of the file in bytes without the entry of [key] and without stale entries. */
    open fun sizeWithout(
        key: TokenKey,
        now: Instant,
    ): Long = 0

    /** The content of the file, in parts that follow one another. The secrets are in it. */
    abstract fun pieces(): List<ByteArray>

    /** What [file] says, if it said this before; this very document if it still does. Null when it has to be parsed. */
    open fun updateFrom(file: FileBytes): TokenDocument? = null

    companion object {
        val EMPTY: TokenDocument get() = StoreDocument.EMPTY

        const val ACCESS_TOKEN: String = "access_token"
        private const val BYTE_ORDER_MARK = "\uFEFF"

        /**
         * Reads the content of a file, or returns null when it is neither a store nor a usable single token.
         *
         * A byte order mark, which Windows editors leave, is skipped. An empty file, such as `mktemp` makes, holds nothing.
         * What has not changed since [known] is not parsed again.
         */
        fun parse(
            content: ByteArray,
            known: TokenDocument = EMPTY,
        ): TokenDocument? {
            scan(ArrayBytes(content), known)?.let { return it }
            return try {
                parseAnything(content.decodeToString(throwOnInvalidSequence = true).removePrefix(BYTE_ORDER_MARK))
            } catch (_: CharacterCodingException) {
                null
            }
        }

        /**
         * Reads [file] without having all of it in memory, or returns null when it is not written as we and the Python client
         * write a store. What has not changed since [known] is not parsed again.
         */
        fun scan(
            file: FileBytes,
            known: TokenDocument = EMPTY,
        ): TokenDocument? {
            val members = StoreScanner(file).members((known as? StoreDocument)?.members.orEmpty())
            return members?.takeIf { ACCESS_TOKEN !in it }?.let(::StoreDocument)
        }

        private fun parseAnything(text: String): TokenDocument? {
            if (text.isBlank()) return StoreDocument(emptyMap(), isVerbatim = false)
            val json = PythonJson.parse(text) as? JsonObject ?: return null
            if (json.string(ACCESS_TOKEN) ==
                null
            ) {
                return StoreDocument(json.mapValues { (name, value) -> StoreMember.of(name, value) }, isVerbatim = false)
            }
            return SingleTokenDocument(json).takeUnless { it.isMalformed }
        }
    }
}
