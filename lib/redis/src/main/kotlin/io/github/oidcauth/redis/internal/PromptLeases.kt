// Tested by PromptRules.
package io.github.oidcauth.redis.internal

import io.github.oidcauth.PromptHolder
import io.github.oidcauth.PromptLock
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
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Instant

/**
 * The prompt locks in Redis: leases without a fence, because nothing is written under them that another process could
 * overtake. If a process is killed while it asks, its lease stays until it expires.
 */
internal class PromptLeases(
    private val connector: RedisConnector,
    private val names: KeyNames,
    private val length: Duration,
    private val random: Random,
    private val clock: Clock,
    private val scope: CoroutineScope,
    private val callTracker: CallTracker,
) {
    private class HeldLease(
        val key: TokenKey,
        val renewal: Job,
    )

    private val heldLeases = ConcurrentHashMap<String, HeldLease>()

    suspend fun tryLock(key: TokenKey): PromptLock {
        val holder = "${Holder.name(random)} ${clock.now().epochSeconds}"
        var isSettled = false
        try {
            val other = ask(key, holder)
            isSettled = true
            if (other != null) return PromptLock.Busy(holderOf(other))
        } finally {
            // Cancelled, or without a response: the lease may have been given to us.
            if (!isSettled) releaseLater(key, holder)
        }
        heldLeases[holder] = HeldLease(key, scope.launch { renew(key, holder) })
        return PromptLock.Held { withContext(NonCancellable) { releaseHeld(holder) } }
    }

    /** Releases all leases that are still held. */
    suspend fun releaseAll(): Unit = coroutineScope { heldLeases.keys.forEach { launch { releaseHeld(it) } } }

    /** Releases a lease after its renewal has stopped, because a later renewal would take it again. */
    private suspend fun releaseHeld(holder: String) {
        val lease = heldLeases.remove(holder) ?: return
        lease.renewal.cancelAndJoin()
        release(lease.key, holder)
    }

    private suspend fun renew(
        key: TokenKey,
        holder: String,
    ) {
        do {
            delay(length / RENEWALS)
        } while (isStillOurs(key, holder))
    }

    private suspend fun isStillOurs(
        key: TokenKey,
        holder: String,
    ): Boolean =
        try {
            ask(key, holder) == null
        } catch (_: RedisFault) {
            // The lease has not ended because of that; the next renewal may succeed.
            true
        }

    /** Takes or renews the lease. Returns the name of another holder, or null if it is ours. */
    private suspend fun ask(
        key: TokenKey,
        holder: String,
    ): String? =
        connector.call { redis ->
            val millis = length.inWholeMilliseconds
            val response =
                redis.run<List<Any?>>(Scripts.PROMPT, ScriptOutputType.MULTI, listOf(names.prompt(key)), holder, millis).await()
            if (response[0] == 1L) null else (response[1] as ByteArray).decodeToString()
        }

    private fun releaseLater(
        key: TokenKey,
        holder: String,
    ) {
        if (!callTracker.enter(underWay = true)) return
        scope.launch { release(key, holder) }.invokeOnCompletion { callTracker.leave() }
    }

    private suspend fun release(
        key: TokenKey,
        holder: String,
    ) {
        try {
            connector.call { redis ->
                redis.run<Long>(Scripts.RELEASE, ScriptOutputType.INTEGER, listOf(names.prompt(key)), holder).await()
            }
        } catch (_: RedisFault) {
            // It ends by itself.
        }
    }

    /** Returns the holder that [name] describes. It came from Redis, so it can contain anything. */
    private fun holderOf(name: String): PromptHolder {
        val process = Holder.printable(name)
        val since = name.substringAfterLast(' ').toLongOrNull()?.takeIf { it > 0 }?.let(Instant::fromEpochSeconds)
        return PromptHolder(process.substringBefore('@').toLongOrNull(), process.substringAfter('@', "").ifEmpty { null }, since)
    }

    private companion object {
        /** The number of renewals in the length of a lease. */
        const val RENEWALS = 3
    }
}
