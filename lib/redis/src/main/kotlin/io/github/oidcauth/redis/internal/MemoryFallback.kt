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
 * Keeps tokens in memory for the time in which Redis does not respond: a token is returned as long as its access token is
 * valid, and a token that could not be written is written later.
 */
internal class MemoryFallback(
    private val entries: RedisEntries,
    private val clock: Clock,
    private val notices: StoreNotices,
    private val random: Random,
    private val scope: CoroutineScope,
    /** The time to wait for another write of the same token, which ends by itself. */
    private val writeTimeout: Duration,
    /** The pause after a missing response of Redis, for calls that memory can serve. */
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

    /** Counts the changes that this process has begun and ended. */
    private val changes = AtomicLong()

    @Volatile private var failedAt: TimeMark? = null

    suspend fun get(key: TokenKey): Token? {
        if (failedAt.let { it != null && it.elapsedNow() < retryDelay }) valid(key)?.let { return it }
        return try {
            flush(key)
            val seen = changes.get()
            entries.read(key).also {
                failedAt = null
                // A token that was removed here while it was read is not kept in memory.
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

    /** Returns true if [token] is kept: false if another caller has overtaken the claim [fence]. */
    suspend fun put(
        key: TokenKey,
        token: Token,
        fence: Long?,
    ): Boolean {
        val mine = PendingWrite(token, fence)
        // From now on, an older token is not written any more.
        pendingWrites[key] = mine
        var isLeft = false
        try {
            return serialized(key) {
                // After a refused write, the entry in Redis is not known.
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

    /** Does the same as [RedisEntries.remove]. */
    suspend fun remove(
        key: TokenKey,
        fence: Long?,
    ): Boolean? =
        serialized(key) {
            val existed = entries.remove(key, fence)
            known.remove(key)
            if (existed == null) null else (pendingWrites.remove(key) != null) || existed
        }

    /** Does the same as [RedisEntries.removeSeen], also for a token that is still to be written. */
    suspend fun removeSeen(
        key: TokenKey,
        seen: Token?,
        fence: Long?,
    ): Boolean? =
        serialized(key) {
            pendingWrites[key]?.let { flush(key, it) }
            entries.removeSeen(key, seen, fence).also { known.remove(key) }
        }

    /** Does the same as [RedisEntries.replace], also for a token that is still to be written. */
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

    /** Does the same as [RedisEntries.removeUnreadable]. Tokens that are still to be written are kept. */
    suspend fun removeUnreadable(fenceOf: (TokenKey) -> Long?) {
        if (pendingWrites.isEmpty()) entries.removeUnreadable(fenceOf)
    }

    /** Writes the tokens that could not be written, as far as that works now. */
    suspend fun flushAll(): Unit =
        pendingWrites.keys.forEach { key ->
            try {
                flush(key)
            } catch (_: RedisFault) {
                // The token is lost with this process.
            } catch (_: StoreException) {
                // The token is lost with this process.
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

    /** Runs changes of one key one after the other: a late write must not come after a newer one, or after a removal. */
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
                // Redis does not respond yet.
            } catch (_: StoreException) {
                // There is no key to encrypt it with at the moment.
            }
        }
    }

    /** Writes the token that could not be written, unless somebody has written a newer one meanwhile. */
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
                // Writing it would remove the entry of another process.
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
