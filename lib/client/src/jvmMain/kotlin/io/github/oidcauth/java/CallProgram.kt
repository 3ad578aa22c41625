package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.files.blocking
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import java.nio.channels.ClosedByInterruptException

/**
 * Runs [block], a part of the program that is written in Java, as [blocking] does. An exception that callers of this library do
 * not expect becomes the [failure] of it.
 */
internal suspend fun <T> callProgram(
    dispatcher: CoroutineDispatcher,
    failure: (Exception) -> AuthException,
    block: () -> T,
): T =
    blocking(dispatcher) {
        try {
            block()
        } catch (e: ClosedByInterruptException) {
            throw e
        } catch (e: Exception) {
            val isKnown = e is AuthException || e is CancellationException || e is InterruptedException
            throw if (isKnown) e else failure(e)
        }
    }
