// Tested by EntryRules.
package io.github.oidcauth.redis.internal

import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.redis.internal.EntryWrites.Condition
import io.lettuce.core.RedisCommandExecutionException
import io.lettuce.core.ScanArgs
import io.lettuce.core.ScanCursor
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import java.util.concurrent.CompletionStage
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Instant

/** The entries in Redis. Every function throws [RedisFault] if Redis cannot be reached, or refuses. */
internal class RedisEntries(
    private val connector: RedisConnector,
    private val names: KeyNames,
    private val text: EntryText,
    private val clock: Clock,
    /** The time for which an entry without a known expiry is kept. */
    private val keepFor: Duration,
    private val notices: StoreNotices,
) {
    private val reported: MutableSet<String> = ConcurrentHashMap.newKeySet()
    private val writes = EntryWrites(connector, names)

    suspend fun read(key: TokenKey): Token? = connector.call { fetch(it, EntryName(key)).await() }?.let { found(key, it)?.token }

    /**
     * Returns true if [token] was written: false if another caller has overtaken the claim [fence]. A null claim stands for a
     * caller without a claim, which overtakes every claim.
     */
    suspend fun write(
        key: TokenKey,
        token: Token,
        fence: Long?,
    ): Boolean = put(key, token, fence, Condition.NONE) != EntryWrites.OVERTAKEN

    /** Returns true if [token] was written in place of [seen]: null if another caller has overtaken the claim [fence]. */
    suspend fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
        fence: Long?,
    ): Boolean? {
        val there = connector.call { fetch(it, EntryName(key)).await() } ?: return false
        if (found(key, there)?.token != seen) return false
        return isDone(put(key, token, fence, condition(there)))
    }

    private suspend fun put(
        key: TokenKey,
        token: Token,
        fence: Long?,
        condition: Condition,
    ): Long {
        val now = clock.now()
        val life = token.staleAt?.let { it - now } ?: keepFor
        // A stale token replaces the previous one, and is not kept itself.
        val millis = life.inWholeMilliseconds.coerceAtLeast(0)
        return writes.change(EntryName(key), fence, millis, condition) {
            if (millis == 0L) ByteArray(0) else textOf(key, token, now, it)
        }
    }

    private suspend fun textOf(
        key: TokenKey,
        token: Token,
        now: Instant,
        claim: Long,
    ): ByteArray {
        val entry = text.write(key, token, now, claim).encodeToByteArray()
        if (entry.size > MAX_BYTES) throw StoreException("The token for ${key.printable()} has more than $MAX_BYTES bytes.")
        return entry
    }

    /** Returns true if there was an entry, or null if another caller has overtaken the claim [fence]. */
    suspend fun remove(
        key: TokenKey,
        fence: Long?,
    ): Boolean? = isDone(writes.change(EntryName(key), fence, 0))

    /** Removes the entry if [read] would still return [seen] for it; null stands for an entry that it does not return. */
    suspend fun removeSeen(
        key: TokenKey,
        seen: Token?,
        fence: Long?,
    ): Boolean? {
        val there = connector.call { fetch(it, EntryName(key)).await() } ?: return false
        if (found(key, there)?.token != seen) return false
        return isDone(writes.change(EntryName(key), fence, 0, condition(there)))
    }

    private fun isDone(outcome: Long): Boolean? = if (outcome == EntryWrites.OVERTAKEN) null else outcome == 1L

    private fun condition(there: ByteArray): Condition =
        when {
            there === NO_TEXT -> Condition.NO_TEXT
            there.size > MAX_BYTES -> Condition.beginsWith(there)
            else -> Condition.equalTo(there)
        }

    /** Returns all entries that are not stale, in the order of their names. */
    suspend fun all(): List<StoredToken> =
        fetched(names()).mapNotNull { (name, entry) ->
            val key = name.key
            if (key == null) {
                reportOnce(
                    "The entry ${printable(
                        name,
                    )} of the Redis at ${connector.address} has a name that is no text. It is not used.",
                )
                null
            } else {
                found(key, entry)?.let { StoredToken(key, it.token, it.storedAt) }
            }
        }

    suspend fun clear(fenceOf: (TokenKey) -> Long?): Unit =
        names().chunked(BATCH).forEach { batch ->
            coroutineScope { batch.forEach { name -> launch { writes.change(name, name.key?.let(fenceOf), 0) } } }
        }

    /**
     * Removes the entries for which [read] returns nothing, if there are no others. It does not remove one that has been
     * written meanwhile.
     */
    suspend fun removeUnreadable(fenceOf: (TokenKey) -> Long?) {
        val all = fetched(names())
        if (all.any { (name, entry) -> name.key?.let { found(it, entry) } != null }) return
        all.forEach { (name, entry) -> writes.change(name, name.key?.let(fenceOf), 0, condition(entry)) }
    }

    private suspend fun fetched(names: List<EntryName>): List<Pair<EntryName, ByteArray>> =
        names.chunked(BATCH).flatMap { batch ->
            connector.call { redis -> batch.map { it to fetch(redis, it) }.map { (name, entry) -> name to entry.await() } }
                .mapNotNull { (name, entry) -> entry?.let { name to it } }
        }

    private suspend fun names(): List<EntryName> {
        // A name may occur twice. Names can be compared as text with one letter for each byte.
        val found = sortedSetOf<String>()
        val args = ScanArgs.Builder.matches(names.allTokens).limit(SCAN_COUNT)
        var cursor: ScanCursor = ScanCursor.INITIAL
        do {
            val page = connector.call { it.scan(cursor, args).await() }
            page.keys.mapTo(found) { String(it, Charsets.ISO_8859_1) }
            cursor = page
        } while (!page.isFinished)
        return found.mapNotNull { names.entryOf(it.toByteArray(Charsets.ISO_8859_1)) }
    }

    /** Returns the stored value, but at most one byte more than the limit. */
    private fun fetch(
        redis: RedisCommands,
        name: EntryName,
    ): CompletionStage<ByteArray?> =
        redis.getrange(names.token(name), 0, MAX_BYTES.toLong()).handle { entry, fault ->
            when {
                fault == null -> entry?.takeIf { it.isNotEmpty() }
                fault is RedisCommandExecutionException && fault.message.orEmpty().startsWith("WRONGTYPE") -> NO_TEXT
                else -> throw fault
            }
        }

    private suspend fun found(
        key: TokenKey,
        entry: ByteArray,
    ): EntryText.Read.Found? {
        val read = if (entry.size > MAX_BYTES) EntryText.Read.Damaged("is too long") else text.read(key, entry.decodeToString())
        return when (read) {
            is EntryText.Read.Found -> {
                read.takeUnless { it.token.staleAt.let { end -> end != null && clock.now() >= end } }
            }

            is EntryText.Read.Damaged -> {
                reportOnce(
                    "The entry ${printable(EntryName(key))} of the Redis at ${connector.address} ${read.reason} It is not used.",
                )
                null
            }
        }
    }

    private fun printable(name: EntryName): String = names.token(name).decodeToString().printable()

    private fun reportOnce(message: String) {
        if (reported.size < MAX_TOLD && reported.add(message)) notices.report(message)
    }

    private companion object {
        const val MAX_BYTES = 1 shl 20
        const val BATCH = 100
        const val SCAN_COUNT = 500L
        const val MAX_TOLD = 1_000

        /** Stands for a value that is not a string of Redis. */
        val NO_TEXT = "[]".encodeToByteArray()
    }
}
