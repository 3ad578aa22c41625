package io.github.oidcauth.internal.files

import java.nio.file.FileSystemException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileAttribute
import java.nio.file.attribute.PosixFilePermissions

/**
 * The attributes that make a file or directory accessible to its owner only, from its creation on. Systems other than POSIX have
 * none, and a new file inherits the rights of its directory: in a Windows profile only the owner has access, too.
 */
internal object OwnerOnlyPermissions {
    fun file(path: Path): Array<FileAttribute<*>> = attributes(path, FILE)

    fun directory(path: Path): Array<FileAttribute<*>> = attributes(path, DIRECTORY)

    /** Creates [path] and its parents, unless it exists. */
    fun makeDirectory(path: Path) {
        if (!Files.isDirectory(path)) Files.createDirectories(path, *directory(path))
    }

    /**
     * Removes the rights of all other users from the file [path]. Returns whether no other user has rights; only the owner can
     * remove them.
     */
    fun restrictFile(path: Path): Boolean = permit(path, FILE)

    /** Does the same for a directory. */
    fun restrictDirectory(path: Path): Boolean = permit(path, DIRECTORY)

    private fun permit(
        path: Path,
        permissions: String,
    ): Boolean =
        try {
            if (isPosix(path)) Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions))
            true
        } catch (_: FileSystemException) {
            false
        }

    private fun attributes(
        path: Path,
        permissions: String,
    ): Array<FileAttribute<*>> =
        if (isPosix(path)) {
            arrayOf(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)))
        } else {
            emptyArray()
        }

    private fun isPosix(path: Path): Boolean = "posix" in path.fileSystem.supportedFileAttributeViews()

    private const val FILE = "rw-------"
    private const val DIRECTORY = "rwx------"
}
