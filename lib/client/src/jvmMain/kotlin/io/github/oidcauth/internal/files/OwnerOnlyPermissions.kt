package io.github.oidcauth.internal.files

import java.nio.file.FileSystemException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileAttribute
import java.nio.file.attribute.PosixFilePermissions

/**
 * Attributes that make a file or directory its owner's alone from the moment it exists. Elsewhere than on POSIX systems there are
 * none, and what is created inherits the rights of its directory: in a Windows profile those are the owner's alone, too.
 */
internal object OwnerOnlyPermissions {
    fun file(path: Path): Array<FileAttribute<*>> = attributes(path, FILE)

    fun directory(path: Path): Array<FileAttribute<*>> = attributes(path, DIRECTORY)

    /** Makes [path], and directories above it, unless it is there. */
    fun makeDirectory(path: Path) {
        if (!Files.isDirectory(path)) Files.createDirectories(path, *directory(path))
    }

    /** Takes the file [path] from all others. Returns whether nobody else has rights that we know of: only its owner can do that. */
    fun restrictFile(path: Path): Boolean = permit(path, FILE)

    /** The same for a directory. */
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
