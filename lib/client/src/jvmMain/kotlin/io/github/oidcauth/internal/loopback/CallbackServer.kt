// Tested by ConnectionLimitsTest, HostileConnectionsTest and LoopbackListenerTest.
package io.github.oidcauth.internal.loopback

import io.github.oidcauth.CallbackUnavailableException
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.CancelledKeyException
import java.nio.channels.ClosedChannelException
import java.nio.channels.ClosedSelectorException
import java.nio.channels.SelectionKey
import java.nio.channels.Selector
import java.nio.channels.ServerSocketChannel
import kotlin.time.ComparableTimeMark
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.TimeSource

/**
 * The HTTP server of a [LoopbackListener]: one thread, one [Selector], one request for each connection.
 *
 * It is not `com.sun.net.httpserver`: that has its limits on time and size in system properties of the whole JVM, serves only one
 * address, cannot report that a response has reached the browser, and is missing from Java runtimes that were linked without it.
 * It is not Ktor's server either, which would be a framework for a single response, in every application that logs in.
 *
 * A connection needs no thread, so a slow or silent one does not delay others. When there are too many, the oldest is closed.
 */
internal class CallbackServer(
    private val port: LoopbackPort,
    private val limits: ConnectionLimits,
    /** True if posted forms are read. Otherwise no byte after a head is read. */
    readsForms: Boolean,
    /**
     * Called with every well-formed request for this port and the form that it posts. Returns true for the request that gets the
     * response of [finish].
     */
    private val accepts: (RequestHead, String?) -> Boolean,
    private val time: TimeSource.WithComparableMarks = TimeSource.Monotonic,
    private val fallback: FallbackHandler = FallbackHandler.NotFound,
) : AutoCloseable {
    /** Handling of requests that are not accepted. */
    interface FallbackHandler {
        /** The time at which serving stops even if no request was accepted; null for never. */
        val end: ComparableTimeMark? get() = null

        /** Returns the response to a well-formed request that was meant for this port. */
        fun reply(head: RequestHead): LoopbackResponse

        /** Sends 404 for every request. */
        object NotFound : FallbackHandler {
            override fun reply(head: RequestHead): LoopbackResponse = LoopbackResponse.NOT_FOUND
        }
    }

    private val selector = Selector.open()
    private val formBytes = if (readsForms) limits.formBytes else 0

    // These are used only by the thread that runs `serve`.
    private val connections = LinkedHashSet<Connection>()
    private val buffer = ByteBuffer.allocateDirect(BUFFER)
    private var accepted: Connection? = null
    private var isFinishing = false
    private var acceptAgain: ComparableTimeMark? = null

    @Volatile
    private var finalResponse: LoopbackResponse? = null

    /**
     * Sends [reply] to the accepted request. [serve] returns when the response has arrived, or cannot arrive any more. Any thread
     * may call this.
     */
    fun finish(reply: LoopbackResponse) {
        finalResponse = reply
        selector.wakeup()
    }

    /**
     * Serves requests until [finish] is called, or until the [FallbackHandler.end]. Blocks.
     *
     * @throws InterruptedException when its thread is interrupted.
     * @throws CallbackUnavailableException when the system reports an error.
     * @throws IllegalStateException when [close] was called before or meanwhile.
     */
    fun serve() {
        try {
            port.channels.forEach { it.register(selector, SelectionKey.OP_ACCEPT) }
            while (!isFinished()) {
                selector.select(pause())
                if (Thread.interrupted()) throw InterruptedException()
                val ready = takeReady()
                // Requests come before new connections, so that no connection with a request is closed for a new one without.
                ready.forEach { key -> (key.attachment() as? Connection)?.let { advance(it, key) } }
                dropExpired()
                ready.forEach { key -> (key.channel() as? ServerSocketChannel)?.let { accept(it) } }
            }
        } catch (e: ClosedSelectorException) {
            throw IllegalStateException(CLOSED, e)
        } catch (e: CancelledKeyException) {
            throw IllegalStateException(CLOSED, e)
        } catch (e: ClosedChannelException) {
            throw IllegalStateException(CLOSED, e)
        } catch (e: IOException) {
            throw CallbackUnavailableException(
                "The login cannot be completed on this machine: listening for the browser failed. Log in again.",
                e,
            )
        } finally {
            connections.forEach { it.close() }
            close()
        }
    }

    /** Returns the ready keys and clears them. Closing the selector on another thread clears the set as well. */
    private fun takeReady(): List<SelectionKey> {
        val keys = selector.selectedKeys()
        return synchronized(keys) { keys.toList().also { keys.clear() } }
    }

    private fun isFinished(): Boolean {
        finalResponse?.takeUnless { isFinishing }?.let { reply ->
            isFinishing = true
            accepted?.let { closingOnError(it) { respond(reply, time.markNow() + limits.responseTime) } }
        }
        val isOut = accepted == null && fallback.end?.let { it <= time.markNow() } == true
        return isOut || (isFinishing && accepted?.closed != false)
    }

    private fun advance(
        connection: Connection,
        key: SelectionKey,
    ) {
        if (connection.closed) return
        if (key.isWritable) closingOnError(connection) { send() }
        if (!connection.closed && key.isReadable) closingOnError(connection) { receive(buffer)?.let { responseTo(this, it) } }
    }

    private fun responseTo(
        connection: Connection,
        received: Connection.Received,
    ) {
        val head = received.head
        if (accepted == null && head != null && head.isFor(port.redirectPort) && accepts(head, received.form)) {
            // The browser waits for the result, like the user.
            connection.deadline = null
            accepted = connection
        } else {
            connection.respond(replyTo(head), time.markNow() + limits.responseTime)
        }
    }

    private fun replyTo(head: RequestHead?): LoopbackResponse =
        when {
            head == null -> LoopbackResponse.BAD_REQUEST
            head.isFor(port.redirectPort) -> fallback.reply(head)
            else -> LoopbackResponse.NOT_FOUND
        }

    private fun accept(server: ServerSocketChannel) {
        try {
            repeat(ACCEPTED_AT_ONCE) {
                val channel = server.accept() ?: return
                if (connections.size >= limits.connections) dropOldest()
                val deadline = time.markNow() + limits.requestTime
                connections += Connection.open(channel, selector, limits.headBytes, formBytes, deadline)
            }
        } catch (_: IOException) {
            // Most likely there are no more file descriptors. A pause avoids a busy loop, and new connections stay in the
            // kernel's queue.
            port.channels.forEach { it.keyFor(selector)?.interestOps(0) }
            acceptAgain = time.markNow() + ACCEPT_PAUSE
        }
    }

    private fun dropOldest() {
        val others = connections.filter { it !== accepted }
        (others.firstOrNull { !it.reading } ?: others.firstOrNull())?.let { drop(it) }
    }

    private fun dropExpired() {
        val now = time.markNow()
        connections.filter { it.closed || it.deadline?.let { deadline -> deadline <= now } == true }.forEach { drop(it) }
        if (acceptAgain?.let { it <= now } == true) {
            acceptAgain = null
            port.channels.forEach { it.keyFor(selector)?.interestOps(SelectionKey.OP_ACCEPT) }
        }
    }

    /** Returns the milliseconds until the next deadline; 0 means none. */
    private fun pause(): Long {
        val ends = listOfNotNull(acceptAgain, fallback.end)
        val next = (connections.mapNotNull { it.deadline } + ends).minOrNull() ?: return 0
        return (next - time.markNow()).inWholeMilliseconds.coerceAtLeast(0) + 1
    }

    private fun drop(connection: Connection) {
        connection.close()
        connections -= connection
    }

    private inline fun closingOnError(
        connection: Connection,
        action: Connection.() -> Unit,
    ) {
        try {
            connection.action()
        } catch (_: IOException) {
            connection.close()
        }
    }

    /** Releases the channels of [port] so that they can be closed. Idempotent; any thread may call this. */
    override fun close() = selector.close()

    private companion object {
        const val BUFFER = 16_384
        const val ACCEPTED_AT_ONCE = 32
        val ACCEPT_PAUSE = 100.milliseconds
        const val CLOSED = "The callback listener was closed while a login waited for it."
    }
}
