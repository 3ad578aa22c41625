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

/** Calls a [UserInteraction] where it may block, one call at a time. */
internal class InteractionChannel(
    private val interaction: UserInteraction,
    dispatcher: CoroutineDispatcher,
    private val timeSource: TimeSource,
    /** Opens a page in place of the interaction; false when it could not. */
    private val opener: ((String) -> Boolean)? = null,
) {
    private val serialDispatcher = dispatcher.limitedParallelism(1)

    suspend fun <T> call(action: UserInteraction.() -> T): T = withContext(serialDispatcher) { interaction.action() }

    /**
     * The same for optional calls. Returns null when the interaction throws, so that its failure does not lose a token that the
     * server has issued.
     */
    suspend fun <T : Any> callOrNull(action: UserInteraction.() -> T?): T? = nullIfFailing { call(action) }

    /** Opens [url] in the user's browser, or says that it did not. The user has been shown it. */
    suspend fun openBrowser(url: String): Unit =
        call {
            if (opener == null) {
                openBrowser(url)
            } else if (!opener(url)) {
                warn("The browser that this program has chosen could not be started. Open the page yourself.")
            }
        }

    /** Runs [action] and shows meanwhile how much is left of [timeout]; cleans up however it ends. */
    suspend fun <T> withProgress(
        timeout: Duration,
        action: suspend () -> T,
    ): T {
        val start = timeSource.markNow()
        return try {
            coroutineScope {
                val ticker =
                    launch {
                        while (true) {
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
