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
    private val turn = dispatcher.limitedParallelism(1)

    suspend fun <T> call(action: UserInteraction.() -> T): T = withContext(turn) { interaction.action() }

    /**
     * The same for optional calls. Returns null when the interaction throws, so that its failure does not lose a token that the
     * server has issued.
     */
    suspend fun <T : Any> attempt(action: UserInteraction.() -> T?): T? = nullIfFailing { call(action) }

    /** Opens [url] in the person's browser, or says that it did not. The person has been shown it. */
    suspend fun openBrowser(url: String): Unit =
        call {
            if (opener == null) {
                openBrowser(url)
            } else if (!opener(url)) {
                warn("The browser that this program has chosen could not be started. Open the page yourself.")
            }
        }

    /** Runs [action] and shows meanwhile how much is left of [patience]; cleans up however it ends. */
    suspend fun <T> showingProgress(
        patience: Duration,
        action: suspend () -> T,
    ): T {
        val start = timeSource.markNow()
        return try {
            coroutineScope {
                val ticker =
                    launch {
                        while (true) {
                            val left = (patience - start.elapsedNow()).coerceAtLeast(Duration.ZERO)
                            attempt { showProgress(left.inWholeSeconds) }
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
            withContext(NonCancellable) { attempt { finished() } }
        }
    }

    private companion object {
        val TICK = 1.seconds
    }
}
