package io.github.oidcauth.internal.loopback

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.SelectionKey
import java.nio.channels.Selector
import java.nio.channels.SocketChannel
import kotlin.time.ComparableTimeMark

/**
 * One connection of one request: its head is read, its answer written, and then it is listened to until the other side hangs up:
 * closing with unread bytes would reset the connection, and a browser shows that instead of the page.
 *
 * Confined to the thread of its [CallbackServer]. Functions throw [IOException] when the other side is gone.
 */
internal class Connection private constructor(
    private val channel: SocketChannel,
    private val maxHead: Int,
    /** When to give it up, or null while it waits for us. */
    var deadline: ComparableTimeMark?,
) {
    private lateinit var key: SelectionKey
    private var head = ByteArray(INITIAL_HEAD)
    private var length = 0
    private var searched = 0
    private var unsent: ByteBuffer? = null
    private var isHead = false

    /** Whether the request is still arriving. */
    var reading = true
        private set

    /** Whether nothing is left to do. */
    val closed: Boolean get() = !channel.isOpen

    /** Takes what has arrived, by way of [buffer]. Returns the head when it is complete, which happens once. */
    fun receive(buffer: ByteBuffer): ReceivedHead? {
        buffer.clear()
        val count = channel.read(buffer)
        if (!reading) {
            if (count < 0) close()
            return null
        }
        if (count > 0) append(buffer.flip())
        val end = endOfHead()
        when {
            end >= 0 -> return received(end)

            // Somebody speaks TLS or another protocol here, and can be told so at once.
            length > 0 && head[0] !in 'A'.code..'Z'.code -> return received(0)

            count < 0 || length > maxHead -> close()
        }
        return null
    }

    private fun append(bytes: ByteBuffer) {
        if (length + bytes.remaining() > head.size) head = head.copyOf((length + bytes.remaining()) * 2)
        val from = length
        length += bytes.remaining()
        bytes.get(head, from, length - from)
    }

    /** Where the empty line begins that ends the head, or -1. Looks at every byte once, however slowly they come. */
    private fun endOfHead(): Int {
        for (i in searched..length - END.size) {
            if (END.indices.all { head[i + it] == END[it] }) return i
        }
        searched = maxOf(0, length - END.size + 1)
        return -1
    }

    private fun received(end: Int): ReceivedHead {
        reading = false
        key.interestOps(0)
        val parsed = if (end > maxHead) null else RequestHead.parse(String(head, 0, end, Charsets.ISO_8859_1))
        isHead = parsed?.method == "HEAD"
        head = ByteArray(0)
        return ReceivedHead(parsed)
    }

    /** Writes [reply], at once when there is room, and gives the connection up at [deadline] at the latest. */
    fun answer(
        reply: HttpReply,
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

    /** A request whose head is complete. [head] is null when it is not HTTP. */
    class ReceivedHead(
        val head: RequestHead?,
    )

    companion object {
        private const val INITIAL_HEAD = 2048
        private val END = "\r\n\r\n".toByteArray()

        /** Begins to read from [channel], by way of [selector] and at most [maxHead] bytes. Closes it when that fails. */
        fun open(
            channel: SocketChannel,
            selector: Selector,
            maxHead: Int,
            deadline: ComparableTimeMark,
        ): Connection {
            val connection = Connection(channel, maxHead, deadline)
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
