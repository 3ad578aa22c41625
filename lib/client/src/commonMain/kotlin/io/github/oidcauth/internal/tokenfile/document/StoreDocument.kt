// Tested by TokenDocumentTest and ChangedStoreReaderTest.
package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.JsonUnquotedLiteral
import kotlin.time.Instant

/** A store: [members] by their names, in the order of the file. Unchanged members are written again as the same text. */
internal class StoreDocument(
    val members: StoreMembers,
    override val isVerbatim: Boolean = true,
) : TokenDocument() {
    constructor(members: Map<String, StoreMember>, isVerbatim: Boolean = true) : this(StoreMembers.of(members), isVerbatim)

    override val isSingleToken: Boolean get() = false

    override val isTokenFile: Boolean get() = isEmpty || members.values.any(::isEntry)

    override val isEmpty: Boolean get() = members.isEmpty()

    override val entryCount: Int get() = members.size

    override fun get(key: TokenKey): Entry = members[key.value]?.entry ?: Entry.Absent

    override fun entries(now: Instant): List<StoredToken> =
        members.values.mapNotNull { member ->
            val token = (member.entry as? Entry.Found)?.token?.takeUnless { it.isStale(now) }
            token?.let { StoredToken(TokenKey.of(member.name), it, member.storedAt()) }
        }

    override fun encryptedKeys(now: Instant): Set<TokenKey> =
        members.values
            .filter { it.entry is Entry.Encrypted && !it.isStale(now) }
            .mapTo(LinkedHashSet()) { TokenKey.of(it.name) }

    override fun storedAt(key: TokenKey): Instant? = members[key.value]?.storedAt()

    override fun put(
        key: TokenKey,
        token: Token,
        now: Instant,
    ): TokenDocument = put(key, token.toJson(), now)

    override fun put(
        key: TokenKey,
        token: EncryptedToken,
        now: Instant,
    ): TokenDocument = put(key, token.toJson(), now)

    private fun put(
        key: TokenKey,
        token: JsonObject,
        now: Instant,
    ): TokenDocument {
        val unknown = members[key.value]?.membersToKeep().orEmpty()
        val entry = JsonObject(unknown + mapOf(StoreMember.TOKEN to token, StoreMember.STORED_AT to seconds(now)))
        return StoreDocument(members.withoutStale(now, exempt = key.value).with(StoreMember.ofEntry(key.value, entry)))
    }

    override fun remove(key: TokenKey): TokenDocument =
        if (key.value in members) StoreDocument(members - key.value) else this

    override fun withoutStale(now: Instant): TokenDocument =
        members.withoutStale(now).let { if (it === members) this else StoreDocument(it) }

    override fun hasStale(
        now: Instant,
        parsesAll: Boolean,
    ): Boolean = (parsesAll || members.isQuicklySearched) && members.hasStale(now)

    override fun clear(): TokenDocument = StoreDocument(members.filterValues { !isEntry(it) })

    override fun sizeWithout(
        key: TokenKey,
        now: Instant,
    ): Long =
        members.withoutStale(now, exempt = key.value).list.sumOf {
            if (it.name == key.value) 0L else StoreText.LEAD_SIZE + it.size.toLong()
        } + StoreText.END.size

    override fun pieces(): List<ByteArray> {
        if (members.isEmpty()) return listOf(StoreText.EMPTY)
        val pieces = ArrayList<ByteArray>(members.size * 2 + 1)
        members.values.forEach {
            pieces += if (pieces.isEmpty()) StoreText.START else StoreText.SEPARATOR
            pieces += it.text
        }
        pieces += StoreText.END
        return pieces
    }

    override fun updateFrom(file: FileBytes): TokenDocument? {
        if (!isVerbatim) return null
        val after = ChangedStoreReader(members, file).members()
        return if (after === members) this else after?.takeIf { ACCESS_TOKEN !in it }?.let { StoreDocument(it) }
    }

    private fun isEntry(member: StoreMember): Boolean =
        "://" in member.name || member.value().let { it is JsonObject && StoreMember.TOKEN in it }

    /** Returns the number that Python writes for `time.time()`: never in exponential notation. */
    @OptIn(ExperimentalSerializationApi::class)
    private fun seconds(instant: Instant): JsonPrimitive {
        val micros = (instant.nanosecondsOfSecond / NANOS_PER_MICRO).toString().padStart(MICRO_DIGITS, '0').trimEnd('0')
        return JsonUnquotedLiteral("${instant.epochSeconds}.${micros.ifEmpty { "0" }}")
    }

    companion object {
        val EMPTY: StoreDocument = StoreDocument(StoreMembers.EMPTY)

        private const val NANOS_PER_MICRO = 1_000
        private const val MICRO_DIGITS = 6
    }
}
