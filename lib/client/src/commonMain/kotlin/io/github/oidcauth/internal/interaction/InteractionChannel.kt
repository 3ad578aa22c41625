package io.github.oidcauth.internal.interaction

import io.github.oidcauth.UserInteraction
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/** Calls a [UserInteraction] on a dispatcher where it may block, one call at a time. */
internal class InteractionChannel(
    private val interaction: UserInteraction,
    dispatcher: CoroutineDispatcher,
    private val timeSource: TimeSource,
    /** Opens a page instead of the interaction; returns false on failure. */
    private val opener: ((String) -> Boolean)? = null,
    /** True if the user sees how much time is left. */
    private val showsProgress: Boolean = true,
) {
    private val serialDispatcher = dispatcher.limitedParallelism(1)

    suspend fun <T> call(action: UserInteraction.() -> T): T = withContext(serialDispatcher) { interaction.action() }

    /**
     * Like [call], for calls that a login can do without. Returns null when the interaction throws, so that its failure does not
     * lose a token that the server has issued.
     */
    suspend fun <T : Any> callOrNull(action: UserInteraction.() -> T?): T? = nullIfFailing { call(action) }

    /** Opens [url] in the user's browser, or warns that it could not be opened. The user has already been shown the URL. */
    suspend fun openBrowser(url: String): Unit =
        call {
            if (opener == null) {
                openBrowser(url)
            } else if (!opener(url)) {
                warn("The browser that this program has chosen could not be started. Open the page yourself.")
            }
        }

    /**
     * Runs [action] and shows the rest of [timeout] meanwhile, if [showsProgress]. The progress is removed when the action ends,
     * also by an exception.
     */
    suspend fun <T> withProgress(
        timeout: Duration,
        action: suspend () -> T,
    ): T {
        val start = timeSource.markNow()
        return try {
            coroutineScope {
                val ticker =
                    launch {
                        while (showsProgress) {
                            val left = (timeout - start.elapsedNow()).coerceAtLeast(Duration.ZERO)
                            callOrNull { showProgress(left.inWholeSeconds) }
                            delay(TICK)
                        }
                    }
                try {
                    action()
                } finally {
                    ticker.cancel()
                }
            }
        } finally {
            withContext(NonCancellable) { callOrNull { hideProgress() } }
        }
    }

    private companion object {
        val TICK = 1.seconds
    }
}
