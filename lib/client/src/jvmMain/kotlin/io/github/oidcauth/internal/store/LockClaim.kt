package io.github.oidcauth.internal.store

import io.github.oidcauth.StoreException
import io.github.oidcauth.internal.protocol.printable
import java.io.Closeable
import java.io.IOException
import java.nio.channels.ClosedByInterruptException
import java.nio.channels.FileChannel
import java.nio.channels.FileLock
import java.nio.channels.OverlappingFileLockException
import java.nio.file.FileSystemException
import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import java.nio.file.attribute.BasicFileAttributes

/** One attempt after another at the system's lock of [lockFile]. Closing gives the lock back. */
internal class LockClaim(
    private val lockFile: Path,
    /** Asks the system for the exclusive lock: null when another process has it. A seam for file systems without locks. */
    private val ask: (FileChannel) -> FileLock? = { it.tryLock() },
) : Closeable {
    private var channel: FileChannel? = null
    private var identity: Any? = null

    /** Takes the lock if it is free. Never waits. */
    fun attempt(): Boolean {
        try {
            val open = channel ?: open()
            if (!tryLock(open)) return false
            // Cleaners of temporary directories delete old files. A lock on a deleted file excludes nobody.
            if (identify() == identity) return true
            close()
            return false
        } catch (e: ClosedByInterruptException) {
            throw e
        } catch (e: IOException) {
            throw StoreException(
                "The lock file ${lockFile.shown()} could not be opened (${e.reason()}). Nothing was changed. " +
                    "Check that you may write to its directory and that the disk is not read-only or full.",
                e,
            )
        }
    }

    override fun close() {
        try {
            channel?.close()
        } catch (_: IOException) {
            // The descriptor is gone all the same, and the lock with it.
        }
        channel = null
    }

    private fun open(): FileChannel {
        val options = setOf(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
        return FileChannel.open(lockFile, options, *OwnerOnly.file(lockFile)).also {
            channel = it
            identity = identify()
        }
    }

    private fun tryLock(channel: FileChannel): Boolean =
        try {
            ask(channel) != null
        } catch (_: OverlappingFileLockException) {
            false
        } catch (e: ClosedByInterruptException) {
            throw e
        } catch (e: IOException) {
            throw StoreException(
                "The file system of ${lockFile.shown()} cannot lock files (${e.reason()}). Nothing was changed. " +
                    "Keep the token file on a local disk, or on a network disk with locks.",
                e,
            )
        }

    /** Null where files have no identity. A missing file is like no other. */
    private fun identify(): Any? =
        try {
            Files.readAttributes(lockFile, BasicFileAttributes::class.java, LinkOption.NOFOLLOW_LINKS).fileKey()
        } catch (_: NoSuchFileException) {
            Any()
        }

    private fun IOException.reason(): String = ((this as? FileSystemException)?.reason ?: message.orEmpty()).printable().ifEmpty {
        "access denied"
    }
}
