package io.github.oidcauth.internal.interaction

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive

/**
 * Returns the result of [action], or null when it throws. For code of the program that a login can do without, whose failures
 * must not lose a token that the server has issued. Cancellation of the caller is rethrown.
 */
internal suspend fun <T : Any> nullIfFailing(action: suspend () -> T?): T? =
    try {
        action()
    } catch (_: CancellationException) {
        currentCoroutineContext().ensureActive()
        null
    } catch (_: Exception) {
        // The program may throw any exception, and there is no place to report it.
        null
    }
