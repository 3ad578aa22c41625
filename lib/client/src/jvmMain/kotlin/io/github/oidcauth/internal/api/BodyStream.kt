// Tested by ApiClientFromJavaTest.
package io.github.oidcauth.internal.api

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.concurrent.runBlocking
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.cancel
import io.ktor.utils.io.readAvailable
import java.io.IOException
import java.io.InputStream
import java.io.InterruptedIOException
import java.util.concurrent.CancellationException

/** The body of a response as a stream. Its functions block and can be interrupted. */
internal class BodyStream(
    private val channel: ByteReadChannel,
    /** Releases the connection. */
    private val release: () -> Unit = { channel.cancel() },
) : InputStream() {
    private val single = ByteArray(1)
    private var isClosed = false

    override fun read(): Int = if (read(single, 0, 1) < 0) -1 else single[0].toInt() and OCTET

    override fun read(
        buffer: ByteArray,
        offset: Int,
        length: Int,
    ): Int {
        if (isClosed) throw IOException("The stream is closed.")
        if (length == 0) return 0
        return try {
            runBlocking { channel.readAvailable(buffer, offset, length) }
        } catch (e: CancellationException) {
            // The contract of streams knows no other exception. The thread stays interrupted.
            if (!Thread.currentThread().isInterrupted) throw IOException("The response was cancelled.", e)
            throw InterruptedIOException("The calling thread was interrupted.").apply { initCause(e) }
        } catch (e: AuthException) {
            throw IOException(e.message, e)
        }
    }

    override fun close() {
        if (isClosed) return
        isClosed = true
        release()
    }

    private companion object {
        const val OCTET = 0xff
    }
}
