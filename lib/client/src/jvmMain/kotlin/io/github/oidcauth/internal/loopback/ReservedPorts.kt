package io.github.oidcauth.internal.loopback

import io.github.oidcauth.CallbackUnavailableException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.internal.concurrent.InteractionThreads
import java.io.IOException
import java.util.concurrent.Executor
import kotlin.time.ComparableTimeMark
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.TimeSource

/**
 * Ports of browser logins that ended before the browser came back. Its callback may still come, with a code that can be redeemed,
 * and with py-oidc-auth the verifier beside it: another program that has the port by then would receive both. So the port is held
 * for [holdTime], and the response to a late callback says that it is too late.
 *
 * The next login of this process takes a held port over at once. Thread-safe.
 */
internal class ReservedPorts(
    /**
     * An authorization code lives for ten minutes at most (RFC 6749 §4.1.2), and the user may make the server issue one
     * at any time.
     */
    private val holdTime: Duration = 10.minutes,
    /** Ports at a time. One more, and the one that was held first is given back. */
    private val capacity: Int = MAX_PORTS,
    /** Runs the servers for late callbacks: one thread for each port. */
    private val executor: Executor = InteractionThreads.executor,
    private val time: TimeSource.WithComparableMarks = TimeSource.Monotonic,
) {
    private class Reservation(
        val port: LoopbackPort,
        val server: CallbackServer,
    )

    /** In the order in which they came. Guarded by itself; sockets are closed under it, and nothing waits. */
    private val reserved = LinkedHashMap<Int, Reservation>()

    /** Takes charge of [port], whose login expected its callback at [path]. */
    fun reserve(
        port: LoopbackPort,
        path: String,
        pages: LoginResultPages,
        limits: ConnectionLimits,
    ) {
        val server =
            try {
                CallbackServer(
                    port,
                    limits,
                    readsForms = false,
                    { _, _ -> false },
                    time,
                    LateCallbackHandler(
                        path,
                        pages,
                        time.markNow() + holdTime,
                    ),
                )
            } catch (_: IOException) {
                // Without a selector no response can be sent, but the port is still held, so that no other user can take it.
                return port.close()
            }
        val entry = Reservation(port, server)
        synchronized(reserved) {
            reserved[port.port] = entry
            if (reserved.size > capacity) release(reserved.values.first())
        }
        executor.execute { serve(entry) }
    }

    /** Hands over the port with the number [port] if it is held in exactly [families]; if in others, it is given back. */
    fun take(
        port: Int,
        families: Set<LoopbackPort.Family>,
    ): LoopbackPort? {
        val entry = synchronized(reserved) { reserved.remove(port) } ?: return null
        entry.server.close()
        if (entry.port.families == families) return entry.port
        entry.port.close()
        return null
    }

    private fun serve(entry: Reservation) {
        try {
            entry.server.serve()
        } catch (_: IllegalStateException) {
            // Taken over, or given back for a newer one.
        } catch (_: CallbackUnavailableException) {
            // This machine cannot go on with it.
        } catch (_: InterruptedException) {
            // Whoever ends this thread gets the port back.
        } finally {
            synchronized(reserved) { if (reserved[entry.port.port] === entry) release(entry) }
        }
    }

    private fun release(entry: Reservation) {
        reserved.remove(entry.port.port)
        entry.server.close()
        entry.port.close()
    }

    /** Response to late callbacks, and the time until which it is sent. */
    private class LateCallbackHandler(
        private val path: String,
        pages: LoginResultPages,
        override val end: ComparableTimeMark,
    ) : CallbackServer.FallbackHandler {
        private val tooLate =
            LoopbackResponse.of(
                pages.failed(
                    TimedOutException(
                        "This login has ended before the browser came back, so nobody waits for it. Start it again.",
                    ),
                ),
            )

        override fun reply(head: RequestHead): LoopbackResponse =
            if (head.target.substringBefore('?') == path.ifEmpty { "/" }) tooLate else LoopbackResponse.NOT_FOUND
    }

    companion object {
        const val MAX_PORTS: Int = 16

        /** Those of this process. */
        val ofProcess: ReservedPorts by lazy { ReservedPorts() }
    }
}
