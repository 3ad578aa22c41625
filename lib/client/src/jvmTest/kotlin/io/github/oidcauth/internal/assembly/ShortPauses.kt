package io.github.oidcauth.internal.assembly

import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Delay
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.DisposableHandle
import kotlinx.coroutines.InternalCoroutinesApi
import kotlinx.coroutines.Runnable
import kotlinx.coroutines.asCoroutineDispatcher
import java.util.concurrent.Executors
import kotlin.coroutines.CoroutineContext

/**
 * [Dispatchers.Default] for logins with real sockets, which virtual time cannot wait for: a pause of a few seconds, as between
 * two polls, takes some milliseconds. Longer pauses and all time limits are what they are.
 */
@OptIn(InternalCoroutinesApi::class)
internal object ShortPauses : CoroutineDispatcher(), Delay {
    private const val LONGEST_SHORTENED_MILLIS = 5_000L
    private const val PAUSE_MILLIS = 20L
    private val timer =
        Executors.newSingleThreadScheduledExecutor {
            Thread(it, "short pauses").apply { isDaemon = true }
        }.asCoroutineDispatcher() as Delay

    override fun dispatch(
        context: CoroutineContext,
        block: Runnable,
    ) = Dispatchers.Default.dispatch(context, block)

    override fun scheduleResumeAfterDelay(
        timeMillis: Long,
        continuation: CancellableContinuation<Unit>,
    ) {
        val pause = if (timeMillis <= LONGEST_SHORTENED_MILLIS) minOf(timeMillis, PAUSE_MILLIS) else timeMillis
        timer.scheduleResumeAfterDelay(pause, continuation)
    }

    override fun invokeOnTimeout(
        timeMillis: Long,
        block: Runnable,
        context: CoroutineContext,
    ): DisposableHandle = timer.invokeOnTimeout(timeMillis, block, context)
}
