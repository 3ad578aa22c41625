package io.github.oidcauth.internal.interaction

import io.github.oidcauth.TokenKey
import kotlinx.coroutines.flow.MutableStateFlow

/**
 * Remembers the warnings that a process has shown, for warnings that are shown once. Remembers at most [capacity]. Thread-safe,
 * without a lock.
 */
internal class WarnOnce(
    private val capacity: Int = MAX_WARNINGS,
) {
    enum class Warning {
        SHORT_LIVED_TOKENS,
        EXPIRED_ON_ARRIVAL,
        NO_REFRESH_TOKEN,
    }

    private val reported = MutableStateFlow(emptySet<Pair<TokenKey, Warning>>())

    /** Returns true for the first call with [key] and [warning]. */
    fun isFirst(
        key: TokenKey,
        warning: Warning,
    ): Boolean {
        while (true) {
            val before = reported.value
            if (key to warning in before) return false
            val kept = if (before.size < capacity) before else before.drop(1).toSet()
            if (reported.compareAndSet(before, kept + (key to warning))) return true
        }
    }

    private companion object {
        const val MAX_WARNINGS = 1_000
    }
}
