package io.github.oidcauth.internal.requests

import io.github.oidcauth.InvalidConfigException
import io.ktor.utils.io.ByteWriteChannel
import io.ktor.utils.io.writeFully
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.withContext
import java.io.InputStream

/** Content that is read from what [open] returns each time it is written. Streams block, so they are read by [blocking]. */
internal class InputStreamContent(
    override val isRepeatable: Boolean,
    override val length: Long? = null,
    private val blocking: CoroutineDispatcher = Dispatchers.IO,
    private val open: () -> InputStream,
) : PartContent {
    override suspend fun writeTo(channel: ByteWriteChannel) {
        val stream = runInterruptible(blocking) { open() }
        try {
            val buffer = ByteArray(BUFFER)
            var written = 0L
            while (true) {
                val count = runInterruptible(blocking) { stream.read(buffer) }
                if (count < 0) break
                written += count
                // More octets than announced would be read as the next request.
                if (length != null && written > length) throw changed()
                channel.writeFully(buffer, 0, count)
            }
            if (length != null && written < length) throw changed()
        } finally {
            withContext(NonCancellable + blocking) { stream.close() }
        }
    }

    private fun changed() = InvalidConfigException("A file changed its size while it was sent, so the request was not completed.")

    private companion object {
        const val BUFFER = 16_384
    }
}
