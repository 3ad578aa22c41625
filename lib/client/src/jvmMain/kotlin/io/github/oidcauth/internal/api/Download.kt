// Tested by ApiClientFromJavaTest.
package io.github.oidcauth.internal.api

import io.github.oidcauth.internal.crypto.RandomSource
import io.github.oidcauth.internal.crypto.SecureRandomSource
import io.github.oidcauth.internal.files.blocking
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.readAvailable
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import java.io.IOException
import java.io.UncheckedIOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.AtomicMoveNotSupportedException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardCopyOption.REPLACE_EXISTING
import java.nio.file.StandardOpenOption.CREATE_NEW
import java.nio.file.StandardOpenOption.WRITE

/** Writes the bodies of responses to files. */
internal class Download(
    private val random: RandomSource = SecureRandomSource,
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
) {
    /**
     * Writes all of [channel] to [file]. It is written to another file beside it, which takes its place at the end, so that nobody
     * sees a part. What [channel] throws is rethrown, and nothing is left then.
     *
     * @throws UncheckedIOException when the file cannot be written.
     */
    suspend fun write(
        channel: ByteReadChannel,
        file: Path,
    ) {
        // Without the name of the file, which may have the maximum length.
        val part = file.resolveSibling(".download.${random.base64Url(NAME_OCTETS)}.part")
        try {
            val output = onFile { FileChannel.open(part, CREATE_NEW, WRITE) }
            try {
                copy(channel, output)
            } finally {
                withContext(NonCancellable) { onFile { output.close() } }
            }
            onFile { move(part, file) }
        } finally {
            withContext(NonCancellable) { onFile { Files.deleteIfExists(part) } }
        }
    }

    private suspend fun copy(
        channel: ByteReadChannel,
        output: FileChannel,
    ) {
        val buffer = ByteArray(BUFFER)
        while (true) {
            val count = channel.readAvailable(buffer, 0, buffer.size)
            if (count < 0) return
            val octets = ByteBuffer.wrap(buffer, 0, count)
            onFile { while (octets.hasRemaining()) output.write(octets) }
        }
    }

    private fun move(
        part: Path,
        file: Path,
    ) {
        try {
            Files.move(part, file, ATOMIC_MOVE)
        } catch (_: AtomicMoveNotSupportedException) {
            Files.move(part, file, REPLACE_EXISTING)
        }
    }

    private suspend fun <T> onFile(action: () -> T): T =
        blocking(dispatcher) {
            try {
                action()
            } catch (e: IOException) {
                throw UncheckedIOException(e)
            }
        }

    private companion object {
        const val NAME_OCTETS = 9
        const val BUFFER = 65_536
    }
}
