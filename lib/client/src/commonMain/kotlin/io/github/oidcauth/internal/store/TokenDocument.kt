package io.github.oidcauth.internal.store

import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.UntrustedAnswerException
import io.github.oidcauth.internal.protocol.string
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.JsonUnquotedLiteral
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
internal class TokenDocument private constructor(
    private val members: JsonObject,
) {
    /** What is kept for a key. */
    sealed interface Entry {
        class Found(
            val token: Token,
        ) : Entry

        data object Absent : Entry

        /** There is something that is no token. */
        data object Malformed : Entry

        /** There is a single token, and it belongs to [host]; null when the file names something that is nobody's. */
        class OfAnother(
            val host: TokenKey?,
        ) : Entry
    }

    val isSingleToken: Boolean = members.string(ACCESS_TOKEN) != null

    /** Whether a single token belongs to somebody, and not to whoever asks. */
    private val isBound: Boolean = isSingleToken && members[HOST].let { it != null && it !is JsonNull }

    /** Whose token a single one is, null when that is not said or is neither a host nor an issuer's key. */
    private val owner: TokenKey? = if (isBound) members.string(HOST)?.let(::ownerKey) else null

    operator fun get(key: TokenKey): Entry {
        if (isSingleToken) return if (isFor(key)) single() else Entry.OfAnother(owner)
        val entry = members[key.value] ?: return Entry.Absent
        return entry((entry as? JsonObject)?.get(TOKEN))
    }

    /** The keys whose tokens are not stale. A single token has the one it belongs to, if the file says so. */
    fun keys(now: Instant): Set<TokenKey> = entries(now).mapTo(LinkedHashSet()) { it.key }

    /** What is known of the tokens that are not stale, as [keys] has them. */
    fun entries(now: Instant): List<StoredToken> {
        val keys = if (isSingleToken) listOfNotNull(owner) else members.keys.map { TokenKey.of(it) }
        return keys.mapNotNull { key ->
            (get(key) as? Entry.Found)?.token?.takeUnless { it.isStale(now) }?.let { StoredToken(key, it, storedAt(key)) }
        }
    }

    /**
     * With [token] in place of what was under [key], and without stale entries. A single token becomes the token of [key]; not
     * for one that is [Entry.OfAnother].
     */
    fun put(
        key: TokenKey,
        token: Token,
        now: Instant,
    ): TokenDocument {
        if (isSingleToken) {
            val unknown = (single() as? Entry.Found)?.token?.extra.orEmpty()
            return TokenDocument(JsonObject(unknown + (token.toJson() - HOST) + (HOST to JsonPrimitive(key.value))))
        }
        val kept = members.filter { (name, entry) -> name == key.value || !isStale(entry, now) }
        val unknown = (kept[key.value] as? JsonObject).orEmpty()
        val entry = JsonObject(unknown + mapOf(TOKEN to token.toJson(), STORED_AT to seconds(now)))
        return TokenDocument(JsonObject(kept + (key.value to entry)))
    }

    /** Without what is under [key], or this very document when there is nothing. */
    fun remove(key: TokenKey): TokenDocument =
        when {
            isSingleToken -> if (isFor(key)) EMPTY else this
            key.value in members -> TokenDocument(JsonObject(members - key.value))
            else -> this
        }

    /** Without entries, understood or not. What stays are members that are none: they have no URL for a name and no token. */
    fun clear(): TokenDocument =
        if (isSingleToken) EMPTY else TokenDocument(JsonObject(members.filter { (name, value) -> !isEntry(name, value) }))

    /** The text of the file. The secrets are in it. */
    fun print(): String = PythonJson.print(members)

    /** Whether a single token is the token of [key], in whatever spelling. */
    private fun isFor(key: TokenKey): Boolean = !isBound || owner.let { it != null && it == (ownerKey(key.value) ?: key) }

    /** The single token, without what only the file has to say. */
    private fun single(): Entry = entry(JsonObject(members - HOST))

    /** Whom [name] names: a host in whatever spelling, or an issuer's client. */
    private fun ownerKey(name: String): TokenKey? =
        try {
            TokenKey.forHost(name)
        } catch (_: InvalidHostException) {
            TokenKey.of(name).takeIf { it.issuerKey != null }
        }

    /** A number of seconds since 1970, in this century or so; it is for reading only, so whatever else there is counts for nothing. */
    private fun storedAt(key: TokenKey): Instant? {
        if (isSingleToken) return null
        val number = ((members[key.value] as? JsonObject)?.get(STORED_AT) as? JsonPrimitive)?.takeUnless { it.isString }
        val seconds = number?.content?.toDoubleOrNull()?.takeIf { it > 0 && it < MAX_SECONDS } ?: return null
        return Instant.fromEpochMilliseconds((seconds * MILLIS).toLong())
    }

    private fun isEntry(
        name: String,
        value: JsonElement,
    ): Boolean = "://" in name || (value is JsonObject && TOKEN in value)

    private fun isStale(
        entry: JsonElement,
        now: Instant,
    ): Boolean = entry((entry as? JsonObject)?.get(TOKEN)).let { it is Entry.Found && it.token.isStale(now) }

    private fun entry(token: JsonElement?): Entry {
        if (token !is JsonObject) return Entry.Malformed
        return try {
            Entry.Found(Token.fromJson(token))
        } catch (_: UntrustedAnswerException) {
            Entry.Malformed
        }
    }

    /** As Python writes `time.time()`: never in exponential notation. */
    @OptIn(ExperimentalSerializationApi::class)
    private fun seconds(instant: Instant): JsonPrimitive {
        val micros = (instant.nanosecondsOfSecond / NANOS_PER_MICRO).toString().padStart(MICRO_DIGITS, '0').trimEnd('0')
        return JsonUnquotedLiteral("${instant.epochSeconds}.${micros.ifEmpty { "0" }}")
    }

    companion object {
        val EMPTY: TokenDocument = TokenDocument(JsonObject(emptyMap()))

        private const val ACCESS_TOKEN = "access_token"
        private const val HOST = "host"
        private const val TOKEN = "token"
        private const val STORED_AT = "stored_at"
        private const val MILLIS = 1_000

        /** The end of the year 9999. */
        private const val MAX_SECONDS = 253_402_300_800.0
        private const val NANOS_PER_MICRO = 1_000
        private const val MICRO_DIGITS = 6

        /**
         * Reads the text of a file, or returns null when it is neither a store nor a usable single token.
         *
         * A byte order mark, which Windows editors leave, is skipped. An empty file, such as `mktemp` makes, holds nothing.
         */
        fun parse(text: String): TokenDocument? {
            val content = text.removePrefix("\uFEFF")
            if (content.isBlank()) return EMPTY
            val document = TokenDocument(PythonJson.parse(content) as? JsonObject ?: return null)
            return document.takeUnless { it.isSingleToken && it.single() == Entry.Malformed }
        }
    }
}
