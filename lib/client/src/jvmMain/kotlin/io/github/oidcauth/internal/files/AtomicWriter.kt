package io.github.oidcauth.internal.files

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.AccessDeniedException
import java.nio.file.DirectoryIteratorException
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.nio.file.StandardOpenOption
import java.security.SecureRandom
import java.util.SplittableRandom
import java.util.concurrent.atomic.AtomicReference

/**
 * Replaces files atomically: readers see the old content or the new one, also after a crash or a power cut. Only the owner can
 * read the file, from its first byte on.
 */
internal class AtomicWriter(
    private val modificationTime: DistinctModificationTime = DistinctModificationTime(),
    /** Flushes a file or a directory to the disk, so that it survives a power cut. Replaced by tests. */
    private val force: (FileChannel) -> Unit = { it.force(true) },
    /** Writes some of the bytes. Replaced by tests of a full disk. */
    private val write: (FileChannel, ByteBuffer) -> Unit = { channel, bytes -> channel.write(bytes) },
) {
    private val random = SecureRandom()

    /**
     * Replaces [target] by [pieces], one after another, or leaves it unchanged and throws.
     *
     * @throws FileBusyException when another attempt may succeed.
     */
    fun replace(
        target: Path,
        pieces: List<ByteArray>,
    ): FileStamp {
        val temporary = temporary(target)
        return withNewFile(temporary, pieces) { time ->
            val stamp = stamp(temporary, time)
            move(temporary, target)
            sync(temporary.parent)
            stamp
        }
    }

    /**
     * Checks that there is room for [size] bytes in the directory of [target], by writing a file and deleting it. A cleaner may
     * delete the file first.
     */
    fun checkWritable(
        target: Path,
        size: Long,
    ) {
        val temporary = temporary(target)
        try {
            FileChannel.open(temporary, NEW, *OwnerOnlyPermissions.file(temporary)).use { writeRandomBytes(it, size) }
        } finally {
            Files.deleteIfExists(temporary)
        }
    }

    /** Writes random bytes, because a compressing file system needs no room for zeros. */
    private fun writeRandomBytes(
        channel: FileChannel,
        size: Long,
    ) {
        val noise = SplittableRandom()
        val bytes = ByteArray(minOf(CHUNK.toLong(), size).toInt())
        var left = size
        while (left > 0) {
            noise.nextBytes(bytes)
            val buffer = ByteBuffer.wrap(bytes, 0, minOf(left, bytes.size.toLong()).toInt())
            left -= buffer.remaining()
            while (buffer.hasRemaining()) write(channel, buffer)
        }
    }

    private fun temporary(target: Path): Path =
        target.toAbsolutePath().resolveSibling("${prefix(target)}${random.nextLong().toULong()}$SUFFIX")

    /** Creates [copy], which must not exist, with [bytes]. An incomplete copy is deleted. */
    fun create(
        copy: Path,
        bytes: ByteArray,
    ): Unit = withNewFile(copy, listOf(bytes)) { }

    /**
     * Returns the stamp of the [temporary] file. If the file system did not keep the [time] that was set, the old time is
     * restored.
     */
    private fun stamp(
        temporary: Path,
        time: DistinctModificationTime.Change?,
    ): FileStamp {
        val stamp = stamp(temporary)
        if (time == null || stamp.modified == time.after) return stamp
        modificationTime.restore(temporary, time)
        return stamp(temporary)
    }

    /** There is no stamp if a cleaner has deleted the file. */
    private fun stamp(temporary: Path): FileStamp = FileStamp.of(temporary) ?: throw NoSuchFileException("$temporary")

    /** Deletes the temporary files of processes that were killed while they wrote [target]. Call it only with the write lock. */
    fun deleteLeftovers(target: Path) {
        try {
            Files.newDirectoryStream(target.toAbsolutePath().parent) { isTemporary(it, target) }.use { leftovers ->
                leftovers.forEach { Files.deleteIfExists(it) }
            }
        } catch (_: IOException) {
            // Leftovers that cannot be deleted are no reason not to write.
        } catch (_: DirectoryIteratorException) {
            // See above.
        }
    }

    /** Creates [file] with [pieces] and calls [use], which moves it. The file is deleted on failure. */
    private inline fun <T> withNewFile(
        file: Path,
        pieces: List<ByteArray>,
        use: (DistinctModificationTime.Change?) -> T,
    ): T {
        val channel = FileChannel.open(file, NEW, *OwnerOnlyPermissions.file(file))
        var isDone = false
        try {
            val time =
                channel.use {
                    writePieces(it, pieces)
                    modificationTime.assign(file).also { force(channel) }
                }
            return use(time).also { isDone = true }
        } finally {
            if (!isDone) Files.deleteIfExists(file)
        }
    }

    private fun writePieces(
        channel: FileChannel,
        pieces: List<ByteArray>,
    ) {
        val buffer = spareBuffer.getAndSet(null) ?: ByteBuffer.allocateDirect(CHUNK)
        try {
            for (piece in pieces) {
                var taken = 0
                while (taken < piece.size) {
                    if (!buffer.hasRemaining()) writeOut(buffer, channel)
                    val count = minOf(buffer.remaining(), piece.size - taken)
                    buffer.put(piece, taken, count)
                    taken += count
                }
            }
            writeOut(buffer, channel)
        } finally {
            spareBuffer.set(buffer.clear())
        }
    }

    private fun writeOut(
        buffer: ByteBuffer,
        channel: FileChannel,
    ) {
        buffer.flip()
        while (buffer.hasRemaining()) write(channel, buffer)
        buffer.clear()
    }

    private fun move(
        temporary: Path,
        target: Path,
    ) {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE)
        } catch (e: AccessDeniedException) {
            throw if (isPosix(target)) e else FileBusyException(e)
        }
    }

    /**
     * Flushes the new name to the disk. The new content is in place already, so a directory that cannot be flushed is not a
     * failure.
     */
    private fun sync(directory: Path) {
        if (!isPosix(directory)) return
        try {
            FileChannel.open(directory, StandardOpenOption.READ).use(force)
        } catch (_: IOException) {
            // Some file systems refuse this; they do their best without it.
        }
    }

    private fun isPosix(path: Path): Boolean = "posix" in path.fileSystem.supportedFileAttributeViews()

    /**
     * Returns whether [file] is a temporary file of [target]. Another token file may have a name that begins like it, and its
     * temporary files belong to its own writer.
     */
    private fun isTemporary(
        file: Path,
        target: Path,
    ): Boolean {
        val name = file.fileName.toString()
        if (!name.startsWith(prefix(target)) || !name.endsWith(SUFFIX)) return false
        return name.removePrefix(prefix(target)).removeSuffix(SUFFIX).let { it.isNotEmpty() && it.all(Char::isDigit) }
    }

    private fun prefix(target: Path): String = ".${target.fileName}."

    private companion object {
        const val SUFFIX = ".tmp"
        const val CHUNK = 1 shl 16

        /**
         * A direct buffer, so that the JDK need not copy to one of its own. A writer takes it; a writer that finds none creates
         * another.
         */
        val spareBuffer = AtomicReference<ByteBuffer?>()
        val NEW = setOf(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
    }
}
