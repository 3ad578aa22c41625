// Tested by StaleEntriesTest.
package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoreException
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import kotlin.time.Clock
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TimeMark
import kotlin.time.TimeSource

/**
 * Removes stale entries from a token file after it was read, so that a process that never writes leaves no old tokens behind.
 * Thread-safe.
 */
internal class StaleEntries(
    private val access: TokenFileAccess,
    private val clock: Clock,
    private val time: TimeSource = TimeSource.Monotonic,
) {
    @Volatile
    private var triedAt: TimeMark? = null

    /**
     * Removes the stale entries of [document], which was just read, if it has any; with [parsesAll] also if it has many entries
     * that were not parsed yet. Never waits for the write lock, and never fails: a file that cannot be written now is tried again
     * a minute later. Cheap if there is nothing to remove.
     */
    suspend fun removeAfterReading(
        document: TokenDocument,
        parsesAll: Boolean,
    ) {
        if (!document.hasStale(clock.now(), parsesAll)) return
        if (triedAt.let { it != null && it.elapsedNow() < PAUSE }) return
        triedAt = time.markNow()
        try {
            access.rewriteIfFree { it.withoutStale(clock.now()) }
        } catch (_: StoreException) {
            // The caller has got what it wanted to read. Who writes is told why that is impossible.
        }
    }

    /** Removes all stale entries, and returns their number. @throws StoreException if the file cannot be written. */
    suspend fun remove(): Int {
        var removed = 0
        if (!access.exists()) return 0
        access.rewrite {
            val after = it.withoutStale(clock.now())
            removed = it.entryCount - after.entryCount
            after
        }
        return removed
    }

    private companion object {
        val PAUSE = 1.minutes
    }
}
