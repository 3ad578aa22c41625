package io.github.oidcauth.testing.internal.store

import io.github.oidcauth.PromptHolder
import io.github.oidcauth.TokenKey

/** The prompt locks of a [StrictMedium]. Guarded by itself; no caller waits under its lock. */
internal class StrictPrompts {
    private class Hold(
        val holder: PromptHolder,
        val isPlayed: Boolean,
    )

    private val holds = HashMap<TokenKey, Hold>()

    /** The keys whose locks programs hold, as opposed to simulated processes. */
    val heldByPrograms: Set<TokenKey> @Synchronized get() = holds.filterValues { !it.isPlayed }.keys.toSet()

    /** Takes the lock of [key] for [holder], or returns the present holder. */
    @Synchronized
    fun take(
        key: TokenKey,
        holder: PromptHolder,
        isPlayed: Boolean,
    ): PromptHolder? {
        holds[key]?.let { return it.holder }
        holds[key] = Hold(holder, isPlayed)
        return null
    }

    /** Releases the lock of [key]. Returns false if [holder], the same object as before, does not have it. */
    @Synchronized
    fun release(
        key: TokenKey,
        holder: PromptHolder,
    ): Boolean {
        if (holds[key]?.holder !== holder) return false
        holds -= key
        return true
    }
}
