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
 * Replaces a file at once: readers see the old content or the new, whatever happens in between, power cuts included. What is
 * written is its owner's alone from the first byte.
 */
internal class AtomicWriter(
    private val modificationTime: DistinctModificationTime = DistinctModificationTime(),
    /** Makes what was written to a file, or done in a directory, outlast a power cut. A seam for what happens in that moment. */
    private val force: (FileChannel) -> Unit = { it.force(true) },
    /** Writes some of the bytes. A seam for disks that are full. */
    private val write: (FileChannel, ByteBuffer) -> Unit = { channel, bytes -> channel.write(bytes) },
) {
    private val random = SecureRandom()

    /**
     * Puts [pieces], one after another, in the place of [target], or leaves it as it is and throws.
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
     * Finds out whether there is room for [size] bytes in the directory of [target], by making a file and taking it away. It may be swept
     * meanwhile, which is as good.
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

    /** For zeros a file system that compresses needs no room. */
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

    /** Makes [copy], which must not exist, with [bytes] in it. Half a copy does not stay. */
    fun create(
        copy: Path,
        bytes: ByteArray,
    ): Unit = withNewFile(copy, listOf(bytes)) { }

    /** What is known of the [temporary] file, which has been given a [time] of its own, if that has been kept. */
    private fun stamp(
        temporary: Path,
        time: DistinctModificationTime.Change?,
    ): FileStamp {
        val stamp = stamp(temporary)
        if (time == null || stamp.modified == time.after) return stamp
        modificationTime.restore(temporary, time)
        return stamp(temporary)
    }

    /** None when something that cleans up has been here. */
    private fun stamp(temporary: Path): FileStamp = FileStamp.of(temporary) ?: throw NoSuchFileException("$temporary")

    /** Deletes what processes that were killed while writing [target] left behind. For who holds the write lock only. */
    fun deleteLeftovers(target: Path) {
        try {
            Files.newDirectoryStream(target.toAbsolutePath().parent) { isTemporary(it, target) }.use { leftovers ->
                leftovers.forEach { Files.deleteIfExists(it) }
            }
        } catch (_: IOException) {
            // Rubbish that cannot be taken out is no reason not to write.
        } catch (_: DirectoryIteratorException) {
            // Likewise.
        }
    }

    /** Makes [file] with [pieces] in it, for [use] to move it away. It does not stay when that fails. */
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

    /** Makes the new name last. By now the new content is in place, so a directory that cannot be synced is no failure. */
    private fun sync(directory: Path) {
        if (!isPosix(directory)) return
        try {
            FileChannel.open(directory, StandardOpenOption.READ).use(force)
        } catch (_: IOException) {
            // Some file systems refuse. They are as safe as they can be.
        }
    }

    private fun isPosix(path: Path): Boolean = "posix" in path.fileSystem.supportedFileAttributeViews()

    /** What another token file is named may begin like [target], and its temporary files belong to who is writing it. */
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

        /** To write from, as the JDK would copy to one of its own. Taken by who writes; who finds none makes another. */
        val spareBuffer = AtomicReference<ByteBuffer?>()
        val NEW = setOf(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
    }
}
