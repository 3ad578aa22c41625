package io.github.oidcauth.internal.interaction

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive

/**
 * Returns what [action] returns, or null when it throws. For code of a program that a login can do without, whose failures must not
 * lose a token that the server has issued. The caller's own cancellation passes.
 */
internal suspend fun <T : Any> nullIfFailing(action: suspend () -> T?): T? =
    try {
        action()
    } catch (_: CancellationException) {
        currentCoroutineContext().ensureActive()
        null
    } catch (_: Exception) {
        // A program throws what it likes, and there is no place to report it.
        null
    }
