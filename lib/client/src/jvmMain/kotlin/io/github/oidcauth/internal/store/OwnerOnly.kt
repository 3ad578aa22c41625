package io.github.oidcauth.internal.store

import java.nio.file.Path
import java.nio.file.attribute.FileAttribute
import java.nio.file.attribute.PosixFilePermissions

/**
 * Attributes that make a file or directory its owner's alone from the moment it exists. Elsewhere than on POSIX systems there are
 * none, and what is created inherits the rights of its directory: in a Windows profile those are the owner's alone, too.
 */
internal object OwnerOnly {
    fun file(path: Path): Array<FileAttribute<*>> = attributes(path, "rw-------")

    fun directory(path: Path): Array<FileAttribute<*>> = attributes(path, "rwx------")

    private fun attributes(
        path: Path,
        permissions: String,
    ): Array<FileAttribute<*>> =
        if ("posix" in path.fileSystem.supportedFileAttributeViews()) {
            arrayOf(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)))
        } else {
            emptyArray()
        }
}
