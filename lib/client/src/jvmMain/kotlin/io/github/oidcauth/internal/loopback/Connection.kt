// Tested by ConnectionEndsTest and ConnectionLimitsTest.
package io.github.oidcauth.internal.loopback

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.SelectionKey
import java.nio.channels.Selector
import java.nio.channels.SocketChannel
import kotlin.time.ComparableTimeMark

/**
 * A connection with one request. It reads the head, and a form after it if one is allowed, writes the response, and then reads
 * until the other side closes the connection: closing with unread bytes would reset the connection, and a browser shows that
 * instead of the page.
 *
 * Used only by the thread of its [CallbackServer]. Functions throw [IOException] when the other side has closed the connection.
 */
internal class Connection private constructor(
    private val channel: SocketChannel,
    private val maxHead: Int,
    private val maxForm: Int,
    /** The time at which it is closed, or null while it waits for a response from this program. */
    var deadline: ComparableTimeMark?,
) {
    private lateinit var key: SelectionKey
    private var bytes = ByteArray(INITIAL_HEAD)
    private var length = 0
    private var searched = 0
    private var pendingForm: AwaitedForm? = null
    private var unsent: ByteBuffer? = null
    private var isHead = false

    /** True while the request is incomplete. */
    var reading = true
        private set

    /** True if it is closed. */
    val closed: Boolean get() = !channel.isOpen

    /** Reads the received bytes through [buffer]. Returns the request when it is complete, which happens once. */
    fun receive(buffer: ByteBuffer): Received? {
        buffer.clear()
        val count = channel.read(buffer)
        if (!reading) {
            if (count < 0) close()
            return null
        }
        if (count > 0) append(buffer.flip())
        val form = pendingForm
        val received = if (form == null) readHead() else readForm(form)
        if (received == null && count < 0) close()
        return received
    }

    private fun readHead(): Received? {
        val end = endOfHead()
        when {
            end >= 0 -> return completeHead(end)

            // This is TLS or another protocol, so it is refused at once.
            length > 0 && bytes[0] !in 'A'.code..'Z'.code -> return received(null, null)

            length > maxHead -> close()
        }
        return null
    }

    private fun completeHead(end: Int): Received? {
        val head = if (end > maxHead) null else RequestHead.parse(text(0, end))
        val size = head?.formLength?.takeIf { it <= maxForm } ?: return received(head, null)
        return AwaitedForm(head, end + END.size, size).also { pendingForm = it }.let(::readForm)
    }

    private fun readForm(form: AwaitedForm): Received? =
        if (length >= form.end) received(form.head, text(form.start, form.end)) else null

    private fun text(
        from: Int,
        to: Int,
    ) = String(bytes, from, to - from, Charsets.ISO_8859_1)

    private fun append(arrived: ByteBuffer) {
        if (length + arrived.remaining() > bytes.size) bytes = bytes.copyOf((length + arrived.remaining()) * 2)
        val from = length
        length += arrived.remaining()
        arrived.get(bytes, from, length - from)
    }

    /**
     * Returns the index of the empty line that ends the head, or -1. Examines every byte once, however slowly the bytes arrive.
     */
    private fun endOfHead(): Int {
        for (i in searched..length - END.size) {
            if (END.indices.all { bytes[i + it] == END[it] }) return i
        }
        searched = maxOf(0, length - END.size + 1)
        return -1
    }

    private fun received(
        head: RequestHead?,
        form: String?,
    ): Received {
        reading = false
        key.interestOps(0)
        isHead = head?.method == "HEAD"
        bytes = ByteArray(0)
        pendingForm = null
        return Received(head, form)
    }

    /** Writes [reply], at once if there is room, and closes the connection at [deadline] at the latest. */
    fun respond(
        reply: LoopbackResponse,
        deadline: ComparableTimeMark,
    ) {
        this.deadline = deadline
        unsent = reply.bytes(isHead)
        send()
    }

    /** Writes as much as there is room for, and shuts down the output at the end. */
    fun send() {
        val rest = unsent ?: return
        channel.write(rest)
        if (rest.hasRemaining()) {
            key.interestOps(SelectionKey.OP_WRITE)
        } else {
            unsent = null
            channel.shutdownOutput()
            key.interestOps(SelectionKey.OP_READ)
        }
    }

    fun close() {
        try {
            channel.close()
        } catch (_: IOException) {
            // It is closed either way.
        }
    }

    /** A complete request. [head] is null when it is not HTTP, [form] when there is no allowed form. */
    class Received(
        val head: RequestHead?,
        val form: String?,
    )

    /** The incomplete form of [head]. */
    private class AwaitedForm(
        val head: RequestHead,
        val start: Int,
        size: Int,
    ) {
        val end = start + size
    }

    companion object {
        private const val INITIAL_HEAD = 2048
        private val END = "\r\n\r\n".toByteArray()

        /**
         * Starts to read from [channel] with [selector]: at most [maxHead] bytes of head, and a form of at most [maxForm] bytes.
         * Closes the channel on failure.
         */
        fun open(
            channel: SocketChannel,
            selector: Selector,
            maxHead: Int,
            maxForm: Int,
            deadline: ComparableTimeMark,
        ): Connection {
            val connection = Connection(channel, maxHead, maxForm, deadline)
            var complete = false
            try {
                channel.configureBlocking(false)
                connection.key = channel.register(selector, SelectionKey.OP_READ, connection)
                complete = true
                return connection
            } finally {
                if (!complete) connection.close()
            }
        }
    }
}
