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
 * The small HTTP server behind a [LoopbackListener]: one thread, one [Selector], one request a connection.
 *
 * It is not `com.sun.net.httpserver`, whose limits on time and size are system properties of the whole JVM, which serves one
 * address only, has no way to be told that a response has reached the browser, and is missing from Java runtimes that were
 * linked without it. It is not Ktor's server either: a framework to respond to one request, in every application that logs in.
 *
 * A connection costs no thread, so one that is slow or silent delays nobody; when there are too many, the oldest makes
 * room.
 */
internal class CallbackServer(
    private val port: LoopbackPort,
    private val limits: ConnectionLimits,
    /** Whether forms are read that are posted. Otherwise no byte behind a head is looked at. */
    readsForms: Boolean,
    /**
     * Told every well-formed request that was meant for this port, with the form that it posts; whether it is the one that gets
     * [finish]'s response.
     */
    private val accepts: (RequestHead, String?) -> Boolean,
    private val time: TimeSource.WithComparableMarks = TimeSource.Monotonic,
    private val fallback: FallbackHandler = FallbackHandler.NotFound,
) : AutoCloseable {
    /** Handling of requests that are not accepted. */
    interface FallbackHandler {
        /** Time at which serving stops although nothing was accepted; null for never. */
        val end: ComparableTimeMark? get() = null

        /** Returns the response to a well-formed request that was meant for this port. */
        fun reply(head: RequestHead): LoopbackResponse

        /** There is nothing for them. */
        object NotFound : FallbackHandler {
            override fun reply(head: RequestHead): LoopbackResponse = LoopbackResponse.NOT_FOUND
        }
    }

    private val selector = Selector.open()
    private val formBytes = if (readsForms) limits.formBytes else 0

    // These belong to the thread that runs `serve`.
    private val connections = LinkedHashSet<Connection>()
    private val buffer = ByteBuffer.allocateDirect(BUFFER)
    private var accepted: Connection? = null
    private var isFinishing = false
    private var acceptAgain: ComparableTimeMark? = null

    @Volatile
    private var finalResponse: LoopbackResponse? = null

    /** Gives the accepted request its response; [serve] returns when it has arrived, or cannot arrive any more. Any thread. */
    fun finish(reply: LoopbackResponse) {
        finalResponse = reply
        selector.wakeup()
    }

    /**
     * Serves until [finish]d, or until the [FallbackHandler.end]. Blocks.
     *
     * @throws InterruptedException when its thread is interrupted.
     * @throws CallbackUnavailableException when this machine cannot go on with it.
     * @throws IllegalStateException when [close] was called before or meanwhile.
     */
    fun serve() {
        try {
            port.channels.forEach { it.register(selector, SelectionKey.OP_ACCEPT) }
            while (!isFinished()) {
                selector.select(pause())
                if (Thread.interrupted()) throw InterruptedException()
                val ready = takeReady()
                // Requests before new connections: nobody who has spoken makes room for somebody who has not.
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
                "The browser cannot come back to this machine: listening for it failed. Log in again.",
                e,
            )
        } finally {
            connections.forEach { it.close() }
            close()
        }
    }

    /** The keys that are ready, once. Whoever closes the selector meanwhile empties the set it keeps them in. */
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
        if (accepted == null && head != null && head.isFor(port.port) && accepts(head, received.form)) {
            // The user waits for the token to arrive, and so does the browser.
            connection.deadline = null
            accepted = connection
        } else {
            connection.respond(replyTo(head), time.markNow() + limits.responseTime)
        }
    }

    private fun replyTo(head: RequestHead?): LoopbackResponse =
        when {
            head == null -> LoopbackResponse.BAD_REQUEST
            head.isFor(port.port) -> fallback.reply(head)
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
            // No more file descriptors, most likely: a pause instead of a busy loop, with the newcomers kept in the kernel's queue.
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

    /** Milliseconds until something has to be given up; 0 for ever. */
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

    /** Gives the channels of [port] free to be closed. Any thread, idempotent. */
    override fun close() = selector.close()

    private companion object {
        const val BUFFER = 16_384
        const val ACCEPTED_AT_ONCE = 32
        val ACCEPT_PAUSE = 100.milliseconds
        const val CLOSED = "The callback listener was closed while a login waited for it."
    }
}
