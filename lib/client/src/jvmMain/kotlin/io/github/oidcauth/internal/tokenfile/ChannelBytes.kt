package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.internal.tokenfile.document.FileBytes
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.util.Arrays

/**
 * The bytes of an open file, whose size is [size] unless it is written meanwhile. Only a part of them is in memory, so use this
 * for one pass, in either direction. Not thread-safe.
 */
internal class ChannelBytes(
    private val channel: FileChannel,
    override val size: Int,
) : FileBytes {
    private val chunk = ByteArray(minOf(CHUNK, size))
    private var chunkAt = NOWHERE
    private var chunkSize = 0

    override fun has(
        at: Int,
        expected: ByteArray,
    ): Boolean {
        if (at < 0 || expected.size > size - at) return false
        val end = at + expected.size
        val first = at - at % CHUNK
        // The bytes may lie in two chunks. The comparison starts with the second one unless the first is in memory, so that no
        // chunk in memory is loaded again.
        if (end > first + CHUNK && chunkAt != first) {
            return hasFrom(first + CHUNK, at, expected) && hasPart(first, at, expected)
        }
        return hasFrom(first, at, expected)
    }

    /** Returns the byte at [at], or NUL beyond the end of a file that was truncated. */
    override fun get(at: Int): Byte {
        val start = at - at % CHUNK
        if (chunkAt != start) load(start)
        return if (at - start < chunkSize) chunk[at - start] else 0
    }

    override fun read(
        start: Int,
        end: Int,
    ): ByteArray {
        val isAtHand = chunkAt != NOWHERE && start >= chunkAt && end <= chunkAt + chunkSize
        if (isAtHand) return chunk.copyOfRange(start - chunkAt, end - chunkAt)
        val bytes = ByteArray(end - start)
        fill(start, bytes, bytes.size)
        return bytes
    }

    private fun hasFrom(
        chunk: Int,
        at: Int,
        expected: ByteArray,
    ): Boolean {
        var next = chunk
        while (next < at + expected.size) {
            if (!hasPart(next, at, expected)) return false
            next += CHUNK
        }
        return true
    }

    /** Returns true if the part of [expected] that lies in the chunk at [start] is there. */
    private fun hasPart(
        start: Int,
        at: Int,
        expected: ByteArray,
    ): Boolean {
        if (chunkAt != start) load(start)
        val from = maxOf(at, start)
        val to = minOf(at + expected.size, start + CHUNK)
        return to - start <= chunkSize && Arrays.equals(chunk, from - start, to - start, expected, from - at, to - at)
    }

    private fun load(start: Int) {
        chunkSize = fill(start, chunk, minOf(CHUNK, size - start))
        chunkAt = start
    }

    /** Returns the number of bytes read: less than [length] if the file was truncated. */
    private fun fill(
        start: Int,
        target: ByteArray,
        length: Int,
    ): Int {
        var filled = 0
        while (filled < length) {
            // The JDK copies to direct memory of the requested size, and keeps that memory.
            val part = ByteBuffer.wrap(target, filled, minOf(CHUNK, length - filled))
            val count = channel.read(part, start.toLong() + filled)
            if (count < 0) break
            filled += count
        }
        return filled
    }

    private companion object {
        const val CHUNK = 1 shl 15
        const val NOWHERE = -1
    }
}
