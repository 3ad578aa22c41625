// Tested by ApiStreamTest.
package io.github.oidcauth.internal.transport

import io.github.oidcauth.internal.concurrent.withAwakeTimeoutOrNull
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.InternalAPI
import kotlinx.io.Source
import kotlin.time.Duration
import kotlin.time.TimeSource

/**
 * The body of a response, read from [channel]. Waiting for more of it takes at most [idle], and a fault of the network is a
 * [io.github.oidcauth.TransportException].
 */
internal class StreamChannel(
    private val channel: ByteReadChannel,
    private val url: String,
    private val idle: Duration,
    private val timeSource: TimeSource,
    private val faults: TransportFaults,
) : ByteReadChannel {
    private var failure: Throwable? = null

    override val closedCause: Throwable? get() = failure ?: channel.closedCause

    override val isClosedForRead: Boolean get() = channel.isClosedForRead

    @InternalAPI
    override val readBuffer: Source get() = channel.readBuffer

    override suspend fun awaitContent(min: Int): Boolean {
        failure?.let { throw it }
        try {
            val isThere = withAwakeTimeoutOrNull(idle, timeSource) { channel.awaitContent(min) }
            // An engine may return the part that it has received as if it were complete.
            if (isThere == false) channel.closedCause?.let { throw it }
            return isThere ?: throw TransportFaults.timeout(url, idle)
        } catch (e: Exception) {
            throw faults.translate(e, url).also {
                failure = it
                channel.cancel(it)
            }
        }
    }

    override fun cancel(cause: Throwable?): Unit = channel.cancel(cause)
}
