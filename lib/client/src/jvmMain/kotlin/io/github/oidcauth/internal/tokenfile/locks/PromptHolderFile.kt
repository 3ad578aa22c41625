// Tested by FilePromptLocksTest.
package io.github.oidcauth.internal.tokenfile.locks

import io.github.oidcauth.PromptHolder
import io.github.oidcauth.internal.files.OwnerOnlyPermissions
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.ClosedByInterruptException
import java.nio.channels.FileChannel
import java.nio.file.LinkOption
import java.nio.file.OpenOption
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import kotlin.time.Instant

/**
 * The file beside the lock file of a prompt that names the holder: process, time in seconds, machine. It is not locked, so it may
 * be that of an earlier process, and counts only if the process id is the one in the lock file. Blocking. A file that cannot be
 * written or read is ignored.
 */
internal class PromptHolderFile(
    private val file: Path,
) {
    fun write(holder: PromptHolder) {
        val line = "${holder.processId} ${holder.since?.epochSeconds} ${holder.host.orEmpty().filter {
            it > ' '
        }.take(MAX_HOST)}\n"
        try {
            FileChannel.open(file, WRITING, *OwnerOnlyPermissions.file(file)).use {
                it.write(ByteBuffer.wrap(line.toByteArray()))
            }
        } catch (e: ClosedByInterruptException) {
            throw e
        } catch (_: IOException) {
            // Waiting processes then show the process id in the lock file.
        }
    }

    /** Returns the known information about the process [processId], which holds the lock. */
    fun read(processId: Long?): PromptHolder {
        val parts = text().trim().split(' ')
        if (processId == null || parts.first() != "$processId") return PromptHolder(processId)
        val since = parts.getOrNull(1)?.toLongOrNull()?.let(Instant::fromEpochSeconds)
        return PromptHolder(processId, parts.getOrNull(2)?.ifEmpty { null }, since)
    }

    private fun text(): String =
        try {
            val bytes = ByteBuffer.allocate(MAX_BYTES)
            FileChannel.open(file, READING).use { it.read(bytes) }
            String(bytes.array(), 0, bytes.position(), Charsets.UTF_8)
        } catch (e: ClosedByInterruptException) {
            throw e
        } catch (_: IOException) {
            ""
        }

    private companion object {
        const val MAX_HOST = 100
        const val MAX_BYTES = 512
        val READING: Set<OpenOption> = setOf(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
        val WRITING: Set<OpenOption> =
            setOf(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING,
                LinkOption.NOFOLLOW_LINKS,
            )
    }
}
