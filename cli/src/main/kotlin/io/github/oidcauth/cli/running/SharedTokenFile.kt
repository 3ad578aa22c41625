package io.github.oidcauth.cli.running

import io.github.oidcauth.cli.OwnerOnly
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.LinkOption.NOFOLLOW_LINKS
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.nio.file.StandardOpenOption
import java.nio.file.attribute.PosixFilePermission
import kotlin.io.path.deleteIfExists
import kotlin.io.path.isDirectory
import kotlin.io.path.isRegularFile
import kotlin.io.path.isSymbolicLink
import kotlin.io.path.name
import kotlin.io.path.notExists

/**
 * A file that other programs read a token from. Each write replaces it as a whole, so that a reader sees the old token or the
 * new one. It is never readable by others: [rights] are at most those of its owner and group.
 */
internal class SharedTokenFile(
    path: Path,
    private val rights: Set<PosixFilePermission> = OWNER_ONLY,
) {
    val path: Path = path.toAbsolutePath().normalize()
    private val directory: Path = checkNotNull(this.path.parent) { "A file has a directory." }
    private val isPosix = "posix" in this.path.fileSystem.supportedFileAttributeViews()

    /** Replaces the content. @throws IOException if that fails; the old content then stays, and nothing else is left behind. */
    fun write(text: String) {
        requireReplaceable()
        val temporary = directory.resolve("$prefix${java.lang.Long.toHexString(System.nanoTime())}$SUFFIX")
        try {
            create(temporary).use { channel ->
                val bytes = ByteBuffer.wrap(text.toByteArray())
                while (bytes.hasRemaining()) channel.write(bytes)
                channel.force(true)
            }
            if (isPosix && rights != OWNER_ONLY) Files.setPosixFilePermissions(temporary, rights)
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING)
        } finally {
            temporary.deleteIfExists()
        }
    }

    /**
     * Requires that there is no file yet, or one that can be replaced. A directory cannot, and a device or a pipe is for other
     * programs, too: root could replace `/dev/null`.
     *
     * @throws IOException if it cannot be replaced.
     */
    fun requireReplaceable() {
        if (path.isDirectory()) throw IOException("$path is a directory.")
        val isReplaceable = path.notExists(NOFOLLOW_LINKS) || path.isSymbolicLink() || path.isRegularFile()
        if (!isReplaceable) throw IOException("$path is not a regular file.")
    }

    /** Removes the file, if there is one. @throws IOException if it is not one that [write] makes. */
    fun delete() {
        requireReplaceable()
        path.deleteIfExists()
    }

    /** Removes the unfinished files of a process that was killed. The caller has the lock of this file. */
    fun deleteLeftovers() {
        Files.newDirectoryStream(directory) { it.name.startsWith(prefix) && it.name.endsWith(SUFFIX) }
            .use { files -> files.forEach { it.deleteIfExists() } }
    }

    private val prefix get() = ".${path.name}."

    /** Creates a new file that is its owner's alone from the beginning. */
    private fun create(file: Path): FileChannel {
        val options = setOf(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
        return FileChannel.open(file, options, *OwnerOnly.file(file))
    }

    companion object {
        private const val SUFFIX = ".new"

        val OWNER_ONLY: Set<PosixFilePermission> = setOf(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)

        private val WITH_GROUP = OWNER_ONLY + PosixFilePermission.GROUP_READ

        /** Returns the rights that [mode] means, 600 or 640 in octal, or null for any other mode. */
        fun rightsOf(mode: String): Set<PosixFilePermission>? =
            when (mode.removePrefix("0")) {
                "600" -> OWNER_ONLY
                "640" -> WITH_GROUP
                else -> null
            }
    }
}
