// Tested by LockRules and OutageTest.
package io.github.oidcauth.redis.internal

import io.github.oidcauth.HeldLock
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.TokenKey
import io.lettuce.core.ScriptOutputType
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.util.concurrent.ConcurrentHashMap
import kotlin.random.Random
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.TimeMark

/** Takes, renews and releases the leases in Redis. */
internal class LeaseManager(
    private val connector: RedisConnector,
    private val names: KeyNames,
    private val length: Duration,
    private val random: Random,
    private val notices: StoreNotices,
    private val scope: CoroutineScope,
    private val callTracker: CallTracker,
    private val closed: () -> StoreException,
) {
    /** A held lock, with the coroutine that renews it. */
    private class HeldLease(
        val key: TokenKey,
        val renewal: Job,
    )

    private val heldLeases = ConcurrentHashMap<String, HeldLease>()

    /** Runs [action] with the number of its claim when nobody else holds the lease of [key]; waits for that until [end]. */
    suspend fun <T> withLease(
        key: TokenKey,
        end: TimeMark,
        action: suspend (fence: Long, lock: HeldLock) -> T,
    ): T {
        val holder = Holder.name(random)
        val fence = acquire(key, holder, end)
        heldLeases[holder] = HeldLease(key, scope.launch { renew(key, holder, fence) })
        try {
            // The store may have closed without waiting any longer.
            if (callTracker.isClosed) throw closed()
            return action(fence, Held(key, holder, fence))
        } finally {
            withContext(NonCancellable) { releaseHeld(holder) }
        }
    }

    /** Releases all leases that are still held, even if their holders are still running. */
    suspend fun releaseAll(): Unit = coroutineScope { heldLeases.keys.forEach { launch { releaseHeld(it) } } }

    /** Releases a lease after its renewal has stopped, because a later renewal would take it again. */
    private suspend fun releaseHeld(holder: String) {
        val lease = heldLeases.remove(holder) ?: return
        lease.renewal.cancelAndJoin()
        release(lease.key, holder)
    }

    private inner class Held(
        tokenKey: TokenKey,
        private val holder: String,
        private val fence: Long,
    ) : HeldLock(tokenKey) {
        override suspend fun isHeld(): Boolean =
            try {
                renewed(tokenKey, holder, fence)
            } catch (_: RedisFault) {
                // This cannot be found out.
                true
            }
    }

    private suspend fun acquire(
        key: TokenKey,
        holder: String,
        end: TimeMark,
    ): Long {
        val backoff = Backoff(random)
        var isSettled = false
        try {
            while (true) {
                val response = ask(key, holder)
                val second = response[1] as Long
                if (response[0] == 1L) {
                    isSettled = true
                    return second
                }
                val left = -end.elapsedNow()
                if (!left.isPositive()) {
                    isSettled = true
                    throw StoreException(
                        "The token for ${key.printable()} is locked in the Redis at ${connector.address} by the process " +
                            "${Holder.printable(
                                (response[2] as ByteArray).decodeToString(),
                            )}, and was for as long as this one waits.",
                    )
                }
                if (!callTracker.isOpen) {
                    isSettled = true
                    throw closed()
                }
                // The lease may end before the pause does.
                val rest = second.coerceAtLeast(1).milliseconds
                delay(minOf(backoff.next(), rest, left))
            }
        } finally {
            // Cancelled, or without a response: the lease may have been given to us.
            if (!isSettled) releaseLater(key, holder)
        }
    }

    private fun releaseLater(
        key: TokenKey,
        holder: String,
    ) {
        if (!callTracker.enter(underWay = true)) return
        scope.launch { release(key, holder) }.invokeOnCompletion { callTracker.leave() }
    }

    private suspend fun ask(
        key: TokenKey,
        holder: String,
    ): List<Any?> =
        connector.call { redis ->
            val millis = length.inWholeMilliseconds
            redis.run<List<Any?>>(
                Scripts.ACQUIRE,
                ScriptOutputType.MULTI,
                keys(key),
                holder,
                millis,
                KeyNames.FENCE_MILLIS,
            ).await()
        }

    /** Renews the lease until it is cancelled, or until another process has taken the lease. */
    private suspend fun renew(
        key: TokenKey,
        holder: String,
        fence: Long,
    ) {
        while (true) {
            delay(length / RENEWALS)
            try {
                if (!renewed(key, holder, fence)) break
            } catch (_: RedisFault) {
                // The lease has not ended because of that; the next renewal may succeed.
            }
        }
        notices.report(
            "Another process has taken the lock of ${key.printable()}. Writes of this one are refused once that one has written.",
        )
    }

    private suspend fun renewed(
        key: TokenKey,
        holder: String,
        fence: Long,
    ): Boolean =
        connector.call { redis ->
            val millis = length.inWholeMilliseconds
            redis.run<Long>(Scripts.RENEW, ScriptOutputType.INTEGER, keys(key), holder, millis, fence).await() == 1L
        }

    private fun keys(key: TokenKey): List<ByteArray> = EntryName(key).let {
        listOf(names.lease(key), names.fence(it), names.token(it))
    }

    private suspend fun release(
        key: TokenKey,
        holder: String,
    ) {
        try {
            connector.call { redis ->
                redis.run<Long>(Scripts.RELEASE, ScriptOutputType.INTEGER, listOf(names.lease(key)), holder).await()
            }
        } catch (_: RedisFault) {
            // It ends by itself.
        }
    }

    private companion object {
        /** The number of renewals in the length of a lease. */
        const val RENEWALS = 3
    }
}
