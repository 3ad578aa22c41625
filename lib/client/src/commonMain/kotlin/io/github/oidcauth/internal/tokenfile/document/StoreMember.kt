// Tested by StoreMembersTest and StoreScannerTest.
package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.json.PythonJson
import io.github.oidcauth.internal.json.parseJsonLastWins
import io.github.oidcauth.internal.tokenfile.document.TokenDocument.Entry
import io.github.oidcauth.internal.tokens.TokenJson
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlin.concurrent.Volatile
import kotlin.time.Instant

/**
 * One member of a store. It is parsed only when it is needed, and copied unchanged when only other members change. An entry as
 * this library and the Python client write it is read by [PlainEntry], any other by the JSON parser.
 *
 * Immutable and thread-safe: cached values depend only on its text.
 */
internal class StoreMember(
    name: String,
    text: ByteArray,
) : MemberText(name, text) {
    /** The time from which a token is stale; null for never. */
    private class Staleness(
        val staleAt: Instant?,
    )

    @Volatile
    private var known: Entry? = null

    @Volatile
    private var staleness: Staleness? = null

    /** True if the value is known to be an object with the members that this library writes and no others. */
    @Volatile
    private var isPlain = false

    /** The entry of this name. Parsed once. */
    val entry: Entry get() = known ?: (PlainEntry.of(text)?.toToken()?.let(Entry::Found) ?: entryOf(value())).also { known = it }

    /** Returns the value after the name. It is parsed at each call. */
    fun value(): JsonElement = (parseJsonLastWins("{${text.decodeToString()}}") as JsonObject).getValue(name)

    /** Returns the members of the value that an entry which replaces this one must keep. */
    fun membersToKeep(): Map<String, JsonElement> = if (isPlain) emptyMap() else (value() as? JsonObject).orEmpty()

    /** The time from which this token is stale; null for never, and for a value that is not a token. */
    val staleAt: Instant? get() = (staleness ?: findStaleness().also { staleness = it }).staleAt

    /** Returns true if this is a token that is stale at [now]. */
    fun isStale(now: Instant): Boolean = staleAt.let { it != null && now >= it }

    /** Returns the time at which the token was stored, to the millisecond, or null if nothing usable says so. */
    fun storedAt(): Instant? {
        val seconds = NumericDate.seconds((value() as? JsonObject)?.get(STORED_AT))?.takeIf { it > 0 } ?: return null
        return Instant.fromEpochMilliseconds((seconds * MILLIS).toLong())
    }

    /** Computes the staleness without caching the token, because most tokens are never used. */
    private fun findStaleness(): Staleness {
        if (known == null) PlainEntry.of(text)?.let { return Staleness(it.times.staleAt) }
        return when (val entry = known ?: entryOf(value())) {
            is Entry.Found -> Staleness(entry.token.staleAt)
            is Entry.Encrypted -> Staleness(entry.token.staleAt)
            else -> Staleness(null)
        }
    }

    companion object : MemberText.Factory<StoreMember> {
        const val TOKEN: String = "token"
        const val STORED_AT: String = "stored_at"

        private const val MILLIS = 1_000

        override fun member(
            name: String,
            text: ByteArray,
        ): StoreMember = StoreMember(name, text)

        /** Returns the member [name] with [value], written as Python writes it. */
        fun of(
            name: String,
            value: JsonElement,
        ): StoreMember = StoreMember(name, PythonJson.printMember(name, value).encodeToByteArray())

        /** Returns the member for an entry of this library's own. It is known already, and need not be parsed. */
        fun ofEntry(
            name: String,
            value: JsonObject,
        ): StoreMember =
            of(name, value).also {
                it.known = entryOf(value)
                it.isPlain = value.keys == OURS
            }

        private val OURS = setOf(TOKEN, STORED_AT)

        private fun entryOf(value: JsonElement): Entry = tokenIn((value as? JsonObject)?.get(TOKEN))

        /** Returns the entry with the token in [json], or [Entry.Malformed]. */
        fun tokenIn(json: JsonElement?): Entry {
            if (json !is JsonObject) return Entry.Malformed
            return try {
                val isEncrypted = TokenDocument.ACCESS_TOKEN !in json && EncryptedToken.isEncrypted(json)
                if (isEncrypted) Entry.Encrypted(EncryptedToken.fromJson(json)) else Entry.Found(TokenJson.decode(json))
            } catch (_: InvalidResponseException) {
                Entry.Malformed
            }
        }
    }
}

/** Returns the token of this entry, or null when it has members that must be parsed. */
private fun PlainEntry.toToken(): Token? {
    if (hasOtherMembers) return null
    val entry = this
    return Token(accessToken) {
        entry.tokenType?.let { tokenType = it }
        expiresAt = entry.times.expiresAt
        lifetime = entry.times.lifetime
        refreshToken = entry.refreshToken
        refreshExpiresAt = entry.times.refreshExpiresAt
        idToken = entry.idToken
        scope = entry.scope
    }
}
