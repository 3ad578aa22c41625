package io.github.oidcauth.internal.session

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
) {
    private val turn = dispatcher.limitedParallelism(1)

    suspend fun <T> call(action: UserInteraction.() -> T): T = withContext(turn) { interaction.action() }

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
                            call { showProgress(left.inWholeSeconds) }
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
            withContext(NonCancellable) { call { finished() } }
        }
    }

    private companion object {
        val TICK = 1.seconds
    }
}
