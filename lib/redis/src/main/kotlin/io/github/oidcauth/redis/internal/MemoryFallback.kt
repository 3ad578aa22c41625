// Tested by MemoryRules.
package io.github.oidcauth.redis.internal

import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicLong
import kotlin.random.Random
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource

/**
 * What this process knows of the tokens in Redis, for when that does not respond: a token is handed out for as long as its access
 * token is valid, and one that could not be written is written later.
 */
internal class MemoryFallback(
    private val entries: RedisEntries,
    private val clock: Clock,
    private val notices: StoreNotices,
    private val random: Random,
    private val scope: CoroutineScope,
    /** How long to wait for another write of the same token, which ends by itself. */
    private val writeTimeout: Duration,
    /** How long Redis is left alone after it did not respond, by those whom memory can help. */
    private val retryDelay: Duration = 1.seconds,
    private val timeSource: TimeSource = TimeSource.Monotonic,
) {
    private class PendingWrite(
        val token: Token,
        val fence: Long?,
    )

    private val known = ConcurrentHashMap<TokenKey, Token>()
    private val keyLocks = LocalKeyLocks<TokenKey>()
    private val pendingWrites = ConcurrentHashMap<TokenKey, PendingWrite>()

    /** Counts what this process has begun and ended to change. */
    private val changes = AtomicLong()

    @Volatile private var failedAt: TimeMark? = null

    suspend fun get(key: TokenKey): Token? {
        if (failedAt.let { it != null && it.elapsedNow() < retryDelay }) valid(key)?.let { return it }
        return try {
            flush(key)
            val seen = changes.get()
            entries.read(key).also {
                failedAt = null
                // What was removed here while it was read is not remembered.
                if (it == null) {
                    known.remove(key)
                } else if (changes.get() == seen) {
                    known[key] = it
                }
            }
        } catch (e: RedisFault) {
            if (!e.isTransient) throw e
            failedAt = timeSource.markNow()
            valid(key) ?: throw e
        }
    }

    /** Returns whether [token] is kept: not if somebody has overtaken the claim [fence]. */
    suspend fun put(
        key: TokenKey,
        token: Token,
        fence: Long?,
    ): Boolean {
        val mine = PendingWrite(token, fence)
        // From now on an older one is not written any more.
        pendingWrites[key] = mine
        var isLeft = false
        try {
            return serialized(key) {
                // What is there now is not known when it was refused.
                entries.write(key, token, fence).also { if (it) known[key] = token else known.remove(key) }
            }
        } catch (e: RedisFault) {
            // After the end it would never be written.
            if (!e.isTransient || !scope.isActive) throw e
            isLeft = true
            failedAt = timeSource.markNow()
            known[key] = token
            notices.report(
                "${e.message} The token for ${key.printable()} is kept in the memory of this process until that has ended.",
            )
            scope.launch { flushLater(key, mine) }
            return true
        } finally {
            // Written, refused or cancelled: the caller knows.
            if (!isLeft) pendingWrites.remove(key, mine)
        }
    }

    /** As [RedisEntries.remove]. */
    suspend fun remove(
        key: TokenKey,
        fence: Long?,
    ): Boolean? =
        serialized(key) {
            val existed = entries.remove(key, fence)
            known.remove(key)
            if (existed == null) null else (pendingWrites.remove(key) != null) || existed
        }

    /** As [RedisEntries.removeSeen], of what is to be written as well. */
    suspend fun removeSeen(
        key: TokenKey,
        seen: Token?,
        fence: Long?,
    ): Boolean? =
        serialized(key) {
            pendingWrites[key]?.let { flush(key, it) }
            entries.removeSeen(key, seen, fence).also { known.remove(key) }
        }

    /** As [RedisEntries.replace], of what is to be written as well. */
    suspend fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
        fence: Long?,
    ): Boolean? =
        serialized(key) {
            pendingWrites[key]?.let { flush(key, it) }
            entries.replace(key, seen, token, fence).also { if (it == true) known[key] = token else known.remove(key) }
        }

    /** As [RedisEntries.removeUnreadable]. Tokens that are still to be written are kept. */
    suspend fun removeUnreadable(fenceOf: (TokenKey) -> Long?) {
        if (pendingWrites.isEmpty()) entries.removeUnreadable(fenceOf)
    }

    /** Writes what could not be written, as far as that works now. */
    suspend fun flushAll(): Unit =
        pendingWrites.keys.forEach { key ->
            try {
                flush(key)
            } catch (_: RedisFault) {
                // It is lost with this process.
            } catch (_: StoreException) {
                // Likewise.
            }
        }

    suspend fun clear(fenceOf: (TokenKey) -> Long?) {
        pendingWrites.keys.forEach { remove(it, fenceOf(it)) }
        changes.incrementAndGet()
        entries.clear(fenceOf)
        changes.incrementAndGet()
        known.clear()
    }

    private fun valid(key: TokenKey): Token? = known[key]?.takeIf { it.isUsable(clock.now(), Duration.ZERO) }

    /** One after the other: what is written late must not come after what is newer, or was removed. */
    private suspend fun <T> serialized(
        key: TokenKey,
        action: suspend () -> T,
    ): T =
        keyLocks.withKeyLock(key, writeTimeout, { throw RedisFault("Redis has not responded.", RedisFault.RetryAdvice.SOON) }) {
            changes.incrementAndGet()
            try {
                action()
            } finally {
                changes.incrementAndGet()
            }
        }

    private suspend fun flushLater(
        key: TokenKey,
        mine: PendingWrite,
    ) {
        val backoff = Backoff(random, first = FIRST_PAUSE, longest = LONGEST_PAUSE)
        while (pendingWrites[key] === mine) {
            delay(backoff.next())
            try {
                flush(key)
            } catch (_: RedisFault) {
                // Not yet.
            } catch (_: StoreException) {
                // There is no key to encrypt it with just now.
            }
        }
    }

    /** Writes what could not be written, unless somebody has written something newer meanwhile. */
    private suspend fun flush(key: TokenKey) {
        if (pendingWrites.containsKey(key)) serialized(key) { pendingWrites[key]?.let { flush(key, it) } }
    }

    private suspend fun flush(
        key: TokenKey,
        pendingWrite: PendingWrite,
    ) {
        val end = pendingWrite.token.staleAt
        val reasonDropped =
            when {
                // Writing it would remove what somebody else has put.
                end != null && clock.now() >= end -> "it has ended"

                entries.write(key, pendingWrite.token, pendingWrite.fence) -> null

                else -> "there is a newer one in Redis"
            }
        if (pendingWrites.remove(key, pendingWrite) && reasonDropped != null) {
            known.remove(key, pendingWrite.token)
            notices.report("The token for ${key.printable()} in the memory of this process was given up: $reasonDropped.")
        }
    }

    private companion object {
        val FIRST_PAUSE = 200.milliseconds
        val LONGEST_PAUSE = 5.seconds
    }
}
