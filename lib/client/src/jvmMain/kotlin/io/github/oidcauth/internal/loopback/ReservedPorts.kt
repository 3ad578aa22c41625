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
 * Holds the ports of browser logins that ended before the browser was redirected. The callback may still arrive, with a valid
 * code, and with py-oidc-auth also the verifier: another program that had the port by then would receive both. So the port is
 * held for [holdTime], and a late callback gets a page that says that it is too late.
 *
 * The next login of this process can take a held port at once. Thread-safe.
 */
internal class ReservedPorts(
    /**
     * An authorization code is valid for ten minutes at most (RFC 6749 §4.1.2), and the user may cause the server to issue one at
     * any time.
     */
    private val holdTime: Duration = 10.minutes,
    /** The maximum number of held ports. For another one, the port that was held first is released. */
    private val capacity: Int = MAX_PORTS,
    /** Runs the servers for late callbacks, with one thread for each port. */
    private val executor: Executor = InteractionThreads.executor,
    private val time: TimeSource.WithComparableMarks = TimeSource.Monotonic,
) {
    private class Reservation(
        val port: LoopbackPort,
        val server: CallbackServer,
    )

    /** The held ports in the order of their reservation. Guarded by itself; sockets are closed under it, and nothing waits. */
    private val reserved = LinkedHashMap<Int, Reservation>()

    /** Holds [port], whose login expected its callback at [path]. */
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
                // Without a selector no response can be sent, so the port is released.
                return port.close()
            }
        val entry = Reservation(port, server)
        synchronized(reserved) {
            reserved[port.port] = entry
            if (reserved.size > capacity) release(reserved.values.first())
        }
        executor.execute { serve(entry) }
    }

    /**
     * Returns the held port with the number [port] if it is bound at exactly this [place]. If it is bound at another one, it is
     * released.
     */
    fun take(
        port: Int,
        place: LoopbackPort.Place,
    ): LoopbackPort? {
        val entry = synchronized(reserved) { reserved.remove(port) } ?: return null
        entry.server.close()
        if (entry.port.place == place) return entry.port
        entry.port.close()
        return null
    }

    private fun serve(entry: Reservation) {
        try {
            entry.server.serve()
        } catch (_: IllegalStateException) {
            // Taken by the next login, or released for a newer one.
        } catch (_: CallbackUnavailableException) {
            // The system reported an error.
        } catch (_: InterruptedException) {
            // The thread is to end, so the port is released.
        } finally {
            synchronized(reserved) { if (reserved[entry.port.port] === entry) release(entry) }
        }
    }

    private fun release(entry: Reservation) {
        reserved.remove(entry.port.port)
        entry.server.close()
        entry.port.close()
    }

    /** The response to late callbacks, and the time until which it is sent. */
    private class LateCallbackHandler(
        private val path: String,
        pages: LoginResultPages,
        override val end: ComparableTimeMark,
    ) : CallbackServer.FallbackHandler {
        private val tooLate =
            LoopbackResponse.of(
                pages.failed(
                    TimedOutException(
                        "This login ended before the browser was redirected, so no program waits for it. Start it again.",
                    ),
                ),
            )

        override fun reply(head: RequestHead): LoopbackResponse =
            if (head.target.substringBefore('?') == path.ifEmpty { "/" }) tooLate else LoopbackResponse.NOT_FOUND
    }

    companion object {
        const val MAX_PORTS: Int = 16

        /** The ports of this process. */
        val ofProcess: ReservedPorts by lazy { ReservedPorts() }
    }
}
