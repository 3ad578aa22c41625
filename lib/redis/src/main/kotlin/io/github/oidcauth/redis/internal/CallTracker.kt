package io.github.oidcauth.redis.internal

import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.withLock
import kotlin.time.Duration

/**
 * Admits calls until the store closes, and counts the calls that must end before it is closed. Thread-safe; its lock guards
 * the count alone.
 */
internal class CallTracker {
    private enum class State { OPEN, CLOSING, CLOSED }

    private val lock = ReentrantLock()
    private val hasLeft = lock.newCondition()
    private var inside = 0

    @Volatile private var state = State.OPEN

    /** True if the store accepts new calls. */
    val isOpen: Boolean get() = state == State.OPEN

    /** True if every call is refused. */
    val isClosed: Boolean get() = state == State.CLOSED

    /**
     * Returns true if a call may begin. While the store closes, only a call that is [underWay], by the holder of a lock, may
     * begin.
     */
    fun permits(underWay: Boolean): Boolean = isOpen || (underWay && !isClosed)

    /** Returns true if a call may begin that [awaitEmpty] waits for. Then [leave] must be called at the end. */
    fun enter(underWay: Boolean): Boolean = lock.withLock { permits(underWay).also { if (it) inside++ } }

    /** Ends a call that [enter] has admitted. */
    fun leave(): Unit =
        lock.withLock {
            inside--
            if (inside == 0) hasLeft.signalAll()
        }

    /** Admits no new calls. Returns false if closing has begun before. */
    fun beginClosing(): Boolean = lock.withLock { isOpen.also { if (it) state = State.CLOSING } }

    /** Blocks until no call is running, for [closeTimeout] at most. */
    @Throws(InterruptedException::class)
    fun awaitEmpty(closeTimeout: Duration): Unit =
        lock.withLock {
            var left = closeTimeout.inWholeNanoseconds
            while (inside > 0 && left > 0) left = hasLeft.awaitNanos(left)
        }

    /** Refuses every call from now on, also those of lock holders. */
    fun close(): Unit = lock.withLock { state = State.CLOSED }
}
