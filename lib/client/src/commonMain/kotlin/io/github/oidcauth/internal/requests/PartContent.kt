// Tested by MultipartContentTest.
package io.github.oidcauth.internal.requests

import io.github.oidcauth.InvalidConfigException
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.ByteWriteChannel
import io.ktor.utils.io.cancel
import io.ktor.utils.io.readAvailable
import io.ktor.utils.io.writeFully

/** The content of one part of a form, written when the request is sent. */
internal interface PartContent {
    /** The number of octets, or null if it is not known before they are written. */
    val length: Long?

    /** True if it can be written several times, with the same result. */
    val isRepeatable: Boolean

    suspend fun writeTo(channel: ByteWriteChannel)
}

/** Content in memory. */
internal class OctetsContent(
    private val octets: ByteArray,
) : PartContent {
    override val length: Long get() = octets.size.toLong()
    override val isRepeatable: Boolean get() = true

    override suspend fun writeTo(channel: ByteWriteChannel) = channel.writeFully(octets, 0, octets.size)
}

/** Content that is read piece by piece from what [open] returns each time it is written. */
internal class StreamedContent(
    private val name: String,
    override val length: Long?,
    override val isRepeatable: Boolean,
    private val open: suspend () -> ByteReadChannel,
) : PartContent {
    init {
        require(length == null || length >= 0) { "The length of the part $name is negative." }
    }

    override suspend fun writeTo(channel: ByteWriteChannel) {
        val source = open()
        try {
            val buffer = ByteArray(BUFFER)
            var written = 0L
            while (true) {
                val count = source.readAvailable(buffer, 0, buffer.size)
                if (count < 0) break
                written += count
                // More octets than announced would be read as the next request.
                if (length != null && written > length) throw wrongLength("more")
                channel.writeFully(buffer, 0, count)
            }
            if (length != null && written < length) throw wrongLength("fewer")
        } finally {
            source.cancel()
        }
    }

    private fun wrongLength(what: String) =
        InvalidConfigException(
            "The part '$name' has $what than the $length octets that were announced for it, so the request was not completed. " +
                "Leave out the length, or do not change what is read.",
        )

    private companion object {
        const val BUFFER = 16_384
    }
}
