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
 * One attempt after another at the system's lock of [lockFile]. Closing gives the lock back.
 *
 * Who has the lock writes the number of its process into the file, for those who wait. The lock is on what comes after it, because
 * Windows lets nobody else read what is locked.
 */
internal class FileLockAttempt(
    private val lockFile: Path,
    /** Opens the file, or makes it. A seam for others who are at work in the same moment. */
    private val openFile: (Path) -> FileChannel = { FileChannel.open(it, OPTIONS, *OwnerOnlyPermissions.file(it)) },
    /** Asks the system for the exclusive lock: null when another process has it. A seam for file systems without locks. */
    private val lockChannel: (FileChannel) -> FileLock? = { it.tryLock(HOLDER_ROOM, Long.MAX_VALUE - HOLDER_ROOM, false) },
) : Closeable {
    private var channel: FileChannel? = null
    private var identity: Any? = null
    private var isHeld = false

    /**
     * Whether something in this process had the lock at the last attempt that takes no turns with us: another copy of this library.
     * On POSIX systems its lock ends when this is closed.
     */
    var isHeldInThisProcess: Boolean = false
        private set

    /**
     * Takes the lock if it is free. Never waits.
     *
     * @throws StoreException when the file cannot be opened or locked, or another program has written it. Its owner knows nothing of our
     * lock, and may replace the file while we have it.
     */
    fun tryAcquire(): Boolean {
        try {
            val open = channel ?: open() ?: return false
            if (!isOurs(open)) throw foreign(lockFile)
            val isFree = tryLock(open)
            // Cleaners of temporary directories delete old files, and so does who overtakes. A lock on a deleted file excludes nobody.
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

    /** The number of the process that has the lock, or null when the file does not tell. For who has made an attempt. */
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
     * Takes the name away from the file that others have locked, so that the next attempt makes a new one. Does nothing when the
     * name is that of another file already. Returns whether that works here. For who has made an attempt, one at a time.
     */
    fun detachLockFile(): Boolean {
        if (identity == null) return false
        if (identify() == identity) Files.delete(lockFile)
        return true
    }

    /** Whether the lock that was taken is still that of the name: nobody has overtaken us. True when that cannot be found out. */
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
            // The descriptor is gone all the same, and the lock with it.
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
            // A full disk. The lock is as good without.
        }
    }

    /** In the place of what is there, with blanks for the rest: to make the file shorter and longer again costs much more. */
    private fun write(
        channel: FileChannel,
        holder: String,
    ) {
        channel.write(ByteBuffer.wrap("${holder.padEnd(HOLDER_DIGITS)}\n".toByteArray()), 0)
    }

    /** Whether the file is new, or holds what [write] writes, for which a power cut may have left zeros. */
    private fun isOurs(channel: FileChannel): Boolean {
        val bytes = ByteBuffer.allocate(HOLDER_BYTES + 1)
        val count = channel.read(bytes, 0)
        if (count <= 0) return true
        val text = String(bytes.array(), 0, count, Charsets.ISO_8859_1)
        if (count != HOLDER_BYTES) return false
        return text.all { it == '\u0000' } || (text.endsWith('\n') && text.trimEnd(' ', '\n').all { it in '0'..'9' })
    }

    /** Null when the name keeps being given to other files, so that nobody can tell which of them was opened. */
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

    /** Null where files have no identity. A missing file is like no other. */
    private fun identify(): Any? =
        try {
            Files.readAttributes(lockFile, BasicFileAttributes::class.java, LinkOption.NOFOLLOW_LINKS).fileKey()
        } catch (_: NoSuchFileException) {
            Any()
        }

    companion object {
        /** More than any number of a process takes. */
        private const val HOLDER_ROOM = 64L
        private const val HOLDER_DIGITS = 20
        private const val HOLDER_BYTES = HOLDER_DIGITS + 1

        /** One finds that there is no file and makes it, one opens it, and some may come upon others. */
        private const val MAX_OPENINGS = 4
        private val OPTIONS: Set<OpenOption> =
            setOf(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)

        /** Whether a file of [size] bytes cannot be a lock file of ours. To open it would cost this process the lock, if it has it. */
        fun isForeign(size: Long): Boolean = size != 0L && size != HOLDER_BYTES.toLong()

        /** What to throw when [lockFile] is none of ours. */
        fun foreign(lockFile: Path): StoreException =
            StoreException(
                "The lock file ${lockFile.printable()} holds what another program has written, so it is not used and stays as " +
                    "it is. Nothing was changed. Give the token file another name, or remove that file if nothing needs it.",
            )
    }
}
