package io.github.oidcauth.redis.internal

import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.lettuce.core.RedisCommandExecutionException
import io.lettuce.core.ScanArgs
import io.lettuce.core.ScanCursor
import io.lettuce.core.ScriptOutputType
import io.lettuce.core.api.async.RedisAsyncCommands
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import java.util.concurrent.CompletionStage
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Instant

/** The entries in Redis. Every function throws [RedisFault] when Redis cannot be asked, or refuses. */
internal class RedisEntries(
    private val link: RedisLink,
    private val names: KeyNames,
    private val text: EntryText,
    private val clock: Clock,
    /** How long an entry is kept that does not say when it ends. */
    private val keepFor: Duration,
    private val notices: StoreNotices,
) {
    private val told: MutableSet<String> = ConcurrentHashMap.newKeySet()

    suspend fun read(key: TokenKey): Token? = link.call { fetch(it, key).await() }?.let { found(key, it)?.token }

    /**
     * Returns whether [token] was written: not if somebody has overtaken the claim [fence]. Null is for who has made no claim, and
     * overtakes everybody who has.
     */
    suspend fun write(
        key: TokenKey,
        token: Token,
        fence: Long?,
    ): Boolean {
        val now = clock.now()
        val life = token.staleAt?.let { it - now } ?: keepFor
        // A stale token replaces what was there, and is not kept itself.
        val millis = life.inWholeMilliseconds.coerceAtLeast(0)
        return change(key, fence, millis) { claim -> if (millis == 0L) "" else textOf(key, token, now, claim) } != OVERTAKEN
    }

    private suspend fun textOf(
        key: TokenKey,
        token: Token,
        now: Instant,
        claim: Long,
    ): String {
        val entry = text.write(key, token, now, claim)
        if (entry.length > MAX_CHARS) throw StoreException("The token for ${key.shown()} has more than $MAX_CHARS characters.")
        return entry
    }

    /** Returns whether there was an entry, or null if somebody has overtaken the claim [fence]. */
    suspend fun remove(
        key: TokenKey,
        fence: Long?,
    ): Boolean? =
        when (change(key, fence, 0) { "" }) {
            OVERTAKEN -> null
            0L -> false
            else -> true
        }

    /** All entries that are not stale, in the order of their names. */
    suspend fun all(): List<StoredToken> =
        keys().chunked(BATCH).flatMap { batch ->
            val entries = link.call { redis -> batch.map { it to fetch(redis, it) }.map { (key, entry) -> key to entry.await() } }
            entries.mapNotNull { (key, entry) ->
                entry?.let { found(key, it) }?.let { StoredToken(key, it.token, it.storedAt) }
            }
        }

    suspend fun clear(fenceOf: (TokenKey) -> Long?): Unit =
        keys().chunked(BATCH).forEach { batch ->
            coroutineScope { batch.forEach { key -> launch { remove(key, fenceOf(key)) } } }
        }

    private suspend fun keys(): List<TokenKey> {
        val found = sortedSetOf<String>()
        val args = ScanArgs.Builder.matches(names.allTokens).limit(SCAN_COUNT)
        var cursor: ScanCursor = ScanCursor.INITIAL
        do {
            val page = link.call { it.scan(cursor, args).await() }
            found += page.keys
            cursor = page
        } while (!page.isFinished)
        return found.mapNotNull(names::keyOf)
    }

    /** What is there, but not more than a character above the limit. */
    private fun fetch(
        redis: RedisAsyncCommands<String, String>,
        key: TokenKey,
    ): CompletionStage<String?> =
        redis.getrange(names.token(key), 0, MAX_CHARS.toLong()).handle { entry, fault ->
            when {
                fault == null -> entry?.ifEmpty { null }
                fault is RedisCommandExecutionException && fault.message.orEmpty().startsWith("WRONGTYPE") -> NO_TEXT
                else -> throw fault
            }
        }

    private suspend fun found(
        key: TokenKey,
        entry: String,
    ): EntryText.Read.Found? {
        val read = if (entry.length > MAX_CHARS) EntryText.Read.Damaged("is too long") else text.read(key, entry)
        return when (read) {
            is EntryText.Read.Found -> {
                read.takeUnless { it.token.staleAt.let { end -> end != null && clock.now() >= end } }
            }

            is EntryText.Read.Damaged -> {
                val name = names.token(key).shown()
                val message = "The entry $name of the Redis at ${link.address} ${read.reason} It is not used."
                if (told.size < MAX_TOLD && told.add(message)) notices.report(message)
                null
            }
        }
    }

    private suspend fun change(
        key: TokenKey,
        fence: Long?,
        millis: Long,
        entryOf: suspend (claim: Long) -> String,
    ): Long {
        if (fence != null) return write(key, fence, millis, entryOf(fence), isHeld = true).outcome
        repeat(ATTEMPTS) {
            val claim = link.call { look(it, key).await() }
            val done = write(key, claim, millis, entryOf(claim), isHeld = false)
            // Who was overtaken between the look and the write looks again. But if it was sent twice, the first one may have been
            // written, and what has come since may follow from it.
            if (done.outcome != OVERTAKEN || done.sent > 1) return done.outcome
        }
        return OVERTAKEN
    }

    private fun look(
        redis: RedisAsyncCommands<String, String>,
        key: TokenKey,
    ): CompletionStage<Long> =
        redis.eval(Scripts.LOOK, ScriptOutputType.INTEGER, arrayOf(names.fence(key), names.token(key)))

    private class Written(
        val outcome: Long,
        val sent: Int,
    )

    private suspend fun write(
        key: TokenKey,
        claim: Long,
        millis: Long,
        entry: String,
        isHeld: Boolean,
    ): Written {
        var sent = 0
        val outcome =
            link.call { redis ->
                sent++
                redis
                    .eval<Long>(
                        Scripts.WRITE,
                        ScriptOutputType.INTEGER,
                        arrayOf(names.token(key), names.fence(key)),
                        claim.toString(),
                        KeyNames.FENCE_MILLIS,
                        millis.toString(),
                        entry,
                        if (isHeld) "1" else "0",
                    ).await()
            }
        return Written(outcome, sent)
    }

    private companion object {
        const val OVERTAKEN = -1L
        const val MAX_CHARS = 1 shl 20
        const val BATCH = 100
        const val ATTEMPTS = 20
        const val SCAN_COUNT = 500L
        const val MAX_TOLD = 1_000

        /** Stands for a value that is no string of Redis. */
        const val NO_TEXT = "[]"
    }
}
