package io.github.oidcauth.internal.interaction

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenListener
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.withContext

/** Notifies the program's listener of events for the tokens of [key]. A failing listener does not affect the login. */
internal class TokenEvents(
    private val key: TokenKey,
    private val listener: TokenListener?,
    /** The dispatcher that the listener is called on; it may block. */
    private val dispatcher: CoroutineDispatcher,
    warn: suspend (String) -> Unit,
) {
    private val warnings = Warnings(warn)

    suspend fun notifyObtained(token: Token): Unit = tell { tokensObtained(key, token) }

    suspend fun notifyRotated(
        old: Token?,
        new: Token,
    ): Unit = tell { refreshTokenRotated(key, old, new) }

    suspend fun notifyRemoved(old: Token): Unit = tell { refreshTokenRemoved(key, old) }

    private suspend fun tell(event: TokenListener.() -> Unit) {
        if (listener == null) return
        val failure = withContext(dispatcher) { failureOf { listener.event() } } ?: return
        warnings.tell("The token listener of this program failed ($failure). The token is not affected.")
    }

    /**
     * Returns the class name of the exception that [event] throws, or null. The exception's message may contain anything, so it
     * is not shown.
     */
    private fun failureOf(event: () -> Unit): String? =
        try {
            event()
            null
        } catch (e: Exception) {
            e::class.simpleName.orEmpty()
        }
}
