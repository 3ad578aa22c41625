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
 * The content of a token file: either a store, in the format of the Python client:
 *
 *     { "https://host": { "token": { "access_token": …, … }, "stored_at": 1717027200.0 } }
 *
 * or a single token, as `oidc-auth --json` prints it: an object with a string member `access_token`. Its member `host` names the
 * owner. A single token without that member is the token for every key, until the first [put] makes it the token of one key.
 *
 * Immutable. Every change returns a new document, which keeps all unknown content.
 */
internal sealed class TokenDocument {
    /** The entry of a key. */
    sealed interface Entry {
        class Found(
            val token: Token,
        ) : Entry

        data object Absent : Entry

        /** The entry is not a token. */
        data object Malformed : Entry

        /** The entry is a token that can be read with the key of its encryption. */
        class Encrypted(
            val token: EncryptedToken,
        ) : Entry

        /** The file has a single token that belongs to [host], or to an unknown owner if it is null. */
        class OfOtherOwner(
            val host: TokenKey?,
        ) : Entry
    }

    abstract val isSingleToken: Boolean

    /** True if the file that this was read from, or is written to, has the [pieces] of this for its text and nothing else. */
    abstract val isVerbatim: Boolean

    /** True if it has the content of a token file, or is empty, and is not a JSON document of another kind. */
    open val isTokenFile: Boolean get() = true

    /** True if it has no content. */
    open val isEmpty: Boolean get() = false

    /** The number of members of a store, or 0 for a single token. */
    open val entryCount: Int get() = 0

    abstract operator fun get(key: TokenKey): Entry

    /** Returns what is known of the tokens that are not stale. */
    abstract fun entries(now: Instant): List<StoredToken>

    /** Returns the keys whose tokens are not stale. A single token has the key of its owner, if the file names one. */
    fun keys(now: Instant): Set<TokenKey> = entries(now).mapTo(LinkedHashSet()) { it.key }

    /** Returns the keys whose encrypted tokens are not stale, as far as their unencrypted part shows it. */
    open fun encryptedKeys(now: Instant): Set<TokenKey> = emptySet()

    /** Returns the time at which the entry of [key] was stored, or null if the file does not say. */
    open fun storedAt(key: TokenKey): Instant? = null

    /**
     * Returns this document with [token] as the entry of [key], and without stale entries. A single token becomes the token of
     * [key]; this is not allowed for one that is [Entry.OfOtherOwner].
     */
    abstract fun put(
        key: TokenKey,
        token: Token,
        now: Instant,
    ): TokenDocument

    /** Returns the document with an encrypted token, in the same way. A single token is never encrypted. */
    open fun put(
        key: TokenKey,
        token: EncryptedToken,
        now: Instant,
    ): TokenDocument = error("A single token is not encrypted.")

    /** Returns this document without the entry of [key], or this instance when there is none. */
    abstract fun remove(key: TokenKey): TokenDocument

    /** Returns this document without its stale entries, or this instance when it has none. A single token always stays. */
    open fun withoutStale(now: Instant): TokenDocument = this

    /** Returns true if an entry is stale. Without [parsesAll], returns false if finding out needs the parsing of many entries. */
    open fun hasStale(
        now: Instant,
        parsesAll: Boolean,
    ): Boolean = false

    /**
     * Returns this document without entries, known or not. Members that are no entries stay: their name is not a URL and they
     * have no token.
     */
    abstract fun clear(): TokenDocument

    /** Returns the size of the file in bytes without the entry of [key] and without stale entries. */
    open fun sizeWithout(
        key: TokenKey,
        now: Instant,
    ): Long = 0

    /** Returns the content of the file in consecutive parts. It contains the secrets. */
    abstract fun pieces(): List<ByteArray>

    /**
     * Returns the document in [file], whose previous content is this document. Returns this instance if the content is
     * unchanged, and null if the file must be parsed.
     */
    open fun updateFrom(file: FileBytes): TokenDocument? = null

    companion object {
        val EMPTY: TokenDocument get() = StoreDocument.EMPTY

        const val ACCESS_TOKEN: String = "access_token"
        private const val BYTE_ORDER_MARK = "\uFEFF"

        /**
         * Parses the content of a file, or returns null when it is neither a store nor a usable single token.
         *
         * A byte order mark, which Windows editors leave, is skipped. An empty file, such as `mktemp` creates, has no entries.
         * Unchanged parts of [known] are not parsed again.
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
         * Parses [file] without reading all of it into memory, or returns null when it is not written as this library and the
         * Python client write a store. Unchanged parts of [known] are not parsed again.
         */
        fun scan(
            file: FileBytes,
            known: TokenDocument = EMPTY,
        ): TokenDocument? {
            val members = StoreScanner(file, StoreMember).members((known as? StoreDocument)?.members.orEmpty())
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
