package io.github.oidcauth.internal.loopback

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.SelectionKey
import java.nio.channels.Selector
import java.nio.channels.SocketChannel
import kotlin.time.ComparableTimeMark

/**
 * One connection of one request: its head is read, and a form behind it if one may come, its response is written, and then it is listened to until the other side hangs up:
 * closing with unread bytes would reset the connection, and a browser shows that instead of the page.
 *
 * Confined to the thread of its [CallbackServer]. Functions throw [IOException] when the other side is gone.
 */
internal class Connection private constructor(
    private val channel: SocketChannel,
    private val maxHead: Int,
    private val maxForm: Int,
    /** When to give it up, or null while it waits for us. */
    var deadline: ComparableTimeMark?,
) {
    private lateinit var key: SelectionKey
    private var bytes = ByteArray(INITIAL_HEAD)
    private var length = 0
    private var searched = 0
    private var pendingForm: AwaitedForm? = null
    private var unsent: ByteBuffer? = null
    private var isHead = false

    /** Whether the request is still arriving. */
    var reading = true
        private set

    /** Whether nothing is left to do. */
    val closed: Boolean get() = !channel.isOpen

    /** Takes what has arrived, by way of [buffer]. Returns the request when it is complete, which happens once. */
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

            // Somebody speaks TLS or another protocol here, and can be told so at once.
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

    /** Where the empty line begins that ends the head, or -1. Looks at every byte once, however slowly they come. */
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

    /** Writes [reply], at once when there is room, and gives the connection up at [deadline] at the latest. */
    fun respond(
        reply: LoopbackResponse,
        deadline: ComparableTimeMark,
    ) {
        this.deadline = deadline
        unsent = reply.bytes(isHead)
        send()
    }

    /** Writes what there is room for, then says that nothing more will come. */
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
            // It is gone either way.
        }
    }

    /** A whole request. [head] is null when it is not HTTP, [form] when none came that may come. */
    class Received(
        val head: RequestHead?,
        val form: String?,
    )

    /** The form of [head], of which bytes are missing. */
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
         * Begins to read from [channel], by way of [selector]: at most [maxHead] bytes of head, and a form of at most [maxForm] bytes.
         * Closes it when that fails.
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
