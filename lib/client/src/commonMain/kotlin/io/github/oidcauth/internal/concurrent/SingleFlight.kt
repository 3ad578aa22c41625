package io.github.oidcauth.internal.concurrent

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.selects.select

/**
 * Runs work once for all callers that use the same key at the same time: the first caller leads, the others get its result.
 *
 * The leader runs the work in its own coroutine, so that no work goes on for which no caller waits. If a leader ends without a
 * result, by cancellation or an exception, exactly one of the followers becomes the leader. A key takes memory only while it has
 * a leader or followers. Thread-safe, without a lock.
 */
internal class SingleFlight<K : Any, T : Any> {
    private class Flight<T> {
        val result = CompletableDeferred<T>()

        /**
         * Holds one element while there is no leader. If its receiver is cancelled before it gets the element, the element is put
         * back.
         */
        val lead: Channel<Unit> = Channel(capacity = 1) { offerLead() }

        init {
            offerLead()
        }

        fun offerLead() {
            lead.trySend(Unit)
        }
    }

    private class Slot<T>(
        val flight: Flight<T>,
        val users: Int,
    )

    private val slots = MutableStateFlow(emptyMap<K, Slot<T>>())

    /** The keys of the flights that have a leader or followers at this moment. */
    val keys: Set<K> get() = slots.value.keys

    /**
     * Returns the result of the flight of [key] that is in progress, or leads a new flight that runs [work]. Cancellable, at
     * least while following.
     *
     * [work] passes its result to `publish` as soon as the result is final. From then on the result counts, even if the leader is
     * cancelled before [work] returns. Followers get the result when [work] has ended. Exceptions of [work] are thrown to the
     * leader alone.
     */
    suspend fun join(
        key: K,
        work: suspend (publish: (T) -> Unit) -> Unit,
    ): T {
        val flight = enter(key)
        try {
            val published = select<T?> {
                flight.result.onAwait { it }
                flight.lead.onReceive { null }
            }
            return published ?: lead(key, flight, work)
        } finally {
            leave(key, flight)
        }
    }

    private suspend fun lead(
        key: K,
        flight: Flight<T>,
        work: suspend (publish: (T) -> Unit) -> Unit,
    ): T {
        var result: T? = null
        try {
            work { result = it }
            return checkNotNull(result) { "Work without an end." }
        } finally {
            val published = result
            if (published == null) {
                flight.offerLead()
            } else {
                // Later callers start a new flight.
                end(key, flight)
                flight.result.complete(published)
            }
        }
    }

    private fun enter(key: K): Flight<T> {
        while (true) {
            val before = slots.value
            val slot = before[key].let { Slot(it?.flight ?: Flight(), 1 + (it?.users ?: 0)) }
            if (slots.compareAndSet(before, before + (key to slot))) return slot.flight
        }
    }

    private fun leave(
        key: K,
        flight: Flight<T>,
    ): Unit = change(key, flight) { if (it.users == 1) null else Slot(flight, it.users - 1) }

    private fun end(
        key: K,
        flight: Flight<T>,
    ): Unit = change(key, flight) { null }

    private fun change(
        key: K,
        flight: Flight<T>,
        after: (Slot<T>) -> Slot<T>?,
    ) {
        while (true) {
            val before = slots.value
            val slot = before[key]?.takeIf { it.flight === flight } ?: return
            val rest = after(slot)?.let { before + (key to it) } ?: (before - key)
            if (slots.compareAndSet(before, rest)) return
        }
    }
}
