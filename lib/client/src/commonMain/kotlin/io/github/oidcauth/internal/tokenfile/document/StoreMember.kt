package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.json.PythonJson
import io.github.oidcauth.internal.json.parseJsonLastWins
import io.github.oidcauth.internal.tokenfile.document.TokenDocument.Entry
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.concurrent.Volatile
import kotlin.time.Instant

/**
 * One member of a store, as it stands in the file: `"https://host": { … }`, indented for its place. It is not parsed before
 * somebody asks for it, and copied as it is when only others change.
 *
 * Immutable and thread-safe: what it remembers follows from its text.
 */
internal class StoreMember(
    val name: String,
    /** Nothing but this member. A part of the file would keep all of it, tokens that are gone included, for as long as this lives. */
    val text: ByteArray,
) {
    /** From when on a token is stale; null for never. */
    private class Staleness(
        val staleAt: Instant?,
    )

    @Volatile
    private var known: Entry? = null

    @Volatile
    private var staleness: Staleness? = null

    /** Whether the value is known to be an object with what we write and nothing else. */
    @Volatile
    private var isPlain = false

    /** The number of its bytes. */
    val size: Int get() = text.size

    /** What is kept under this name. Parsed once. */
    val entry: Entry get() = known ?: entryOf(value()).also { known = it }

    /** What stands after the name. Parsed anew each time. */
    fun value(): JsonElement = (parseJsonLastWins("{${text.decodeToString()}}") as JsonObject).getValue(name)

    /** What stands after the name, as far as an entry that takes the place of this one has to have it. */
    fun membersToKeep(): Map<String, JsonElement> = if (isPlain) emptyMap() else (value() as? JsonObject).orEmpty()

    /** From when on this is a token that is stale; null for never, as what is no token. */
    val staleAt: Instant? get() = (staleness ?: findStaleness().also { staleness = it }).staleAt

    /** Whether this is a token that is stale at [now]. */
    fun isStale(now: Instant): Boolean = staleAt.let { it != null && now >= it }

    /** When the token was stored: a number of seconds since 1970, in this century or so. Whatever else there is counts for nothing. */
    fun storedAt(): Instant? {
        val number = ((value() as? JsonObject)?.get(STORED_AT) as? JsonPrimitive)?.takeUnless { it.isString }
        val seconds = number?.content?.toDoubleOrNull()?.takeIf { it > 0 && it < MAX_SECONDS } ?: return null
        return Instant.fromEpochMilliseconds((seconds * MILLIS).toLong())
    }

    /** Tokens are not kept in memory for this: most are never asked for. */
    private fun findStaleness(): Staleness =
        when (val entry = known ?: entryOf(value())) {
            is Entry.Found -> Staleness(entry.token.staleAt)
            is Entry.Encrypted -> Staleness(entry.token.staleAt)
            else -> Staleness(null)
        }

    companion object {
        const val TOKEN: String = "token"
        const val STORED_AT: String = "stored_at"

        private const val MILLIS = 1_000

        /** The end of the year 9999. */
        private const val MAX_SECONDS = 253_402_300_800.0

        /** The member [name] with [value], written as Python writes it. */
        fun of(
            name: String,
            value: JsonElement,
        ): StoreMember = StoreMember(name, PythonJson.printMember(name, value).encodeToByteArray())

        /** The same for an entry that we make: it is the first to be asked for, and known already. */
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

        /** The token that [json] is, if it is one. */
        fun tokenIn(json: JsonElement?): Entry {
            if (json !is JsonObject) return Entry.Malformed
            return try {
                if (EncryptedToken.isEncrypted(
                        json,
                    )
                ) {
                    Entry.Encrypted(EncryptedToken.fromJson(json))
                } else {
                    Entry.Found(Token.fromJson(json))
                }
            } catch (_: InvalidResponseException) {
                Entry.Malformed
            }
        }
    }
}
