package io.github.oidcauth.cli.running

import io.github.oidcauth.cli.OwnerOnly
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.onOneLine
import java.io.IOException
import java.nio.channels.FileChannel
import java.nio.channels.OverlappingFileLockException
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import kotlin.io.path.name

/**
 * The lock of the one process that writes a [SharedTokenFile]. It is a file beside it, because a file that is replaced cannot be
 * locked, and ends with its process. The lock file stays: removing it would let two processes lock two files of one name.
 */
internal object FileLock {
    /** Locks [file]. @throws CommandFailure if another process has it, or the lock cannot be made. */
    fun of(file: SharedTokenFile): AutoCloseable {
        val place = file.path.resolveSibling(".${file.path.name}.lock")
        val channel =
            try {
                open(place)
            } catch (e: IOException) {
                val reason = "$place cannot be written (${e.javaClass.simpleName})."
                throw CommandFailure("$reason Choose a FILE in a directory of yours.".onOneLine())
            }
        val lock =
            try {
                channel.tryLock()
            } catch (_: OverlappingFileLockException) {
                null
            } catch (e: IOException) {
                channel.close()
                throw CommandFailure("$place cannot be locked (${e.message}). Choose a FILE on a local disk.".onOneLine())
            }
        if (lock == null) {
            channel.close()
            throw CommandFailure("Another process keeps ${file.path} fresh already. Stop it, or choose another FILE.".onOneLine())
        }
        return channel
    }

    private fun open(place: Path): FileChannel {
        val options = setOf(StandardOpenOption.CREATE, StandardOpenOption.WRITE)
        return FileChannel.open(place, options, *OwnerOnly.file(place))
    }
}
