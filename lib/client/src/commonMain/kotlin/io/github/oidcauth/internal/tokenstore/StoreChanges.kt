package io.github.oidcauth.internal.tokenstore

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update

/**
 * Counts the changes that this process makes to its stores, so that a copy of a stored token is dropped as soon as the token may
 * have changed. Changes by other processes are not counted. Thread-safe, without a lock.
 */
internal class StoreChanges {
    private val count = MutableStateFlow(0L)

    /** The number of changes. A copy that was made at the same number is as new as the store, as far as this process knows. */
    val version: Long get() = count.value

    /** Runs [change] and counts it, also if it fails: it may have been made. */
    suspend fun <T> counting(change: suspend () -> T): T =
        try {
            change()
        } finally {
            count.update { it + 1 }
        }
}
