package io.github.oidcauth.internal.tokenfile.locks

import io.github.oidcauth.StoreException
import io.github.oidcauth.internal.files.OwnerOnlyPermissions
import io.github.oidcauth.internal.files.printable
import io.github.oidcauth.internal.files.reason
import java.io.Closeable
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.ClosedByInterruptException
import java.nio.channels.FileChannel
import java.nio.channels.FileLock
import java.nio.channels.OverlappingFileLockException
import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.NoSuchFileException
import java.nio.file.OpenOption
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import java.nio.file.attribute.BasicFileAttributes

/**
 * Attempts to take the system's lock of [lockFile]. Closing releases the lock.
 *
 * The holder writes its process id into the file, for the processes that wait. The locked range begins after the id, because
 * Windows does not let other processes read a locked range.
 */
internal class FileLockAttempt(
    private val lockFile: Path,
    /** Opens or creates the file. Replaced by tests of concurrent processes. */
    private val openFile: (Path) -> FileChannel = { FileChannel.open(it, OPTIONS, *OwnerOnlyPermissions.file(it)) },
    /**
     * Requests the exclusive lock from the system; null when another process has it. Replaced by tests of file systems without
     * locks.
     */
    private val lockChannel: (FileChannel) -> FileLock? = { it.tryLock(HOLDER_ROOM, Long.MAX_VALUE - HOLDER_ROOM, false) },
) : Closeable {
    private var channel: FileChannel? = null
    private var identity: Any? = null
    private var isHeld = false

    /**
     * True if another copy of this library in this process held the lock at the last attempt. On POSIX systems its lock is lost
     * when this is closed.
     */
    var isHeldInThisProcess: Boolean = false
        private set

    /**
     * Takes the lock if it is free. Never waits.
     *
     * @throws StoreException when the file cannot be opened or locked, or another program has written it. That program does not
     * know the lock, and may replace the file while it is held.
     */
    fun tryAcquire(): Boolean {
        try {
            val open = channel ?: open() ?: return false
            if (!isOurs(open)) throw foreign(lockFile)
            val isFree = tryLock(open)
            // Cleaners of temporary directories delete old files, and so does a process that takes over the lock. A lock on a
            // deleted file excludes no one.
            if (identify() != identity) {
                close()
            } else if (isFree) {
                isHeld = true
                writeHolder(open)
            }
            return isHeld
        } catch (e: ClosedByInterruptException) {
            throw e
        } catch (e: IOException) {
            throw StoreException(
                "The lock file ${lockFile.printable()} could not be opened (${e.reason()}). Nothing was changed. " +
                    "Check that you may write to its directory and that the disk is not read-only or full.",
                e,
            )
        }
    }

    /**
     * Returns the id of the process that holds the lock, or null when the file does not contain it. Call this after an attempt.
     */
    fun holder(): Long? {
        val bytes = ByteBuffer.allocate(HOLDER_ROOM.toInt())
        try {
            channel?.read(bytes, 0)
        } catch (e: ClosedByInterruptException) {
            throw e
        } catch (_: IOException) {
            return null
        }
        return String(bytes.array(), 0, bytes.position(), Charsets.US_ASCII).lineSequence().first().trim().toLongOrNull()
    }

    /**
     * Deletes the file that others have locked, so that the next attempt creates a new one. Does nothing when the name already
     * belongs to another file. Returns whether this is possible here. Call this after an attempt, one caller at a time.
     */
    fun detachLockFile(): Boolean {
        if (identity == null) return false
        if (identify() == identity) Files.delete(lockFile)
        return true
    }

    /**
     * Returns true if the lock file still has its name and no other process has taken over the lock, or if this cannot be
     * determined.
     */
    fun isStillOurs(): Boolean =
        try {
            isHeld && identify() == identity
        } catch (e: ClosedByInterruptException) {
            throw e
        } catch (_: IOException) {
            true
        }

    override fun close() {
        try {
            channel?.use { if (isHeld && isOurs(it)) write(it, holder = "") }
        } catch (_: IOException) {
            // The descriptor is closed nevertheless, and the lock is released.
        }
        isHeld = false
        isHeldInThisProcess = false
        channel = null
    }

    private fun writeHolder(channel: FileChannel) {
        try {
            write(channel, "${ProcessHandle.current().pid()}")
        } catch (e: ClosedByInterruptException) {
            throw e
        } catch (_: IOException) {
            // The disk may be full. The lock works without the process id.
        }
    }

    /** Writes over what is there, with blanks for the rest: to make the file shorter and longer again costs much more. */
    private fun write(
        channel: FileChannel,
        holder: String,
    ) {
        channel.write(ByteBuffer.wrap("${holder.padEnd(HOLDER_DIGITS)}\n".toByteArray()), 0)
    }

    /** Returns true if the file is new, or holds what [write] writes, for which a power cut may have left zeros. */
    private fun isOurs(channel: FileChannel): Boolean {
        val bytes = ByteBuffer.allocate(HOLDER_BYTES + 1)
        val count = channel.read(bytes, 0)
        if (count <= 0) return true
        val text = String(bytes.array(), 0, count, Charsets.ISO_8859_1)
        if (count != HOLDER_BYTES) return false
        return text.all { it == '\u0000' } || (text.endsWith('\n') && text.trimEnd(' ', '\n').all { it in '0'..'9' })
    }

    /**
     * Opens the file. Returns null when the name was given to other files again and again, so that it is not known which one was
     * opened.
     */
    private fun open(): FileChannel? {
        repeat(MAX_OPENINGS) {
            val before = identify()
            val opened = openFile(lockFile)
            var isNamed = false
            try {
                isNamed = identify() == before
            } finally {
                if (!isNamed) opened.close()
            }
            if (isNamed) {
                identity = before
                return opened.also { channel = it }
            }
        }
        return null
    }

    private fun tryLock(channel: FileChannel): Boolean =
        try {
            isHeldInThisProcess = false
            lockChannel(channel) != null
        } catch (_: OverlappingFileLockException) {
            isHeldInThisProcess = true
            false
        } catch (e: ClosedByInterruptException) {
            throw e
        } catch (e: IOException) {
            throw StoreException(
                "The file system of ${lockFile.printable()} cannot lock files (${e.reason()}). Nothing was changed. " +
                    "Keep the token file on a local disk, or on a network disk with locks.",
                e,
            )
        }

    /** Returns the identity of the file, or null on systems without one. A missing file is different from all others. */
    private fun identify(): Any? =
        try {
            Files.readAttributes(lockFile, BasicFileAttributes::class.java, LinkOption.NOFOLLOW_LINKS).fileKey()
        } catch (_: NoSuchFileException) {
            Any()
        }

    companion object {
        /** The bytes reserved for the process id; no id is longer. */
        private const val HOLDER_ROOM = 64L
        private const val HOLDER_DIGITS = 20
        private const val HOLDER_BYTES = HOLDER_DIGITS + 1

        /** The attempts to open: one finds no file and creates it, one opens it, and others may meet concurrent processes. */
        private const val MAX_OPENINGS = 4
        private val OPTIONS: Set<OpenOption> =
            setOf(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)

        /** Returns true if a file of [size] bytes cannot be a lock file of ours. Opening it could cost this process its lock. */
        fun isForeign(size: Long): Boolean = size != 0L && size != HOLDER_BYTES.toLong()

        /** Returns the exception for a [lockFile] that another program has written. */
        fun foreign(lockFile: Path): StoreException =
            StoreException(
                "The lock file ${lockFile.printable()} holds what another program has written, so it is not used and stays as " +
                    "it is. Nothing was changed. Give the token file another name, or remove that file if nothing needs it.",
            )
    }
}
