package io.github.oidcauth.cli

import java.nio.file.Path
import java.nio.file.attribute.FileAttribute
import java.nio.file.attribute.PosixFilePermissions

/** The rights with which files and directories of one user are created, so that no other user can open them meanwhile. */
internal object OwnerOnly {
    /** Returns the attributes of a new file at [path]: mode 600, or none on systems without such modes. */
    fun file(path: Path): Array<FileAttribute<*>> = attributes(path, "rw-------")

    /** Returns the attributes of a new directory at [path]: mode 700, or none on systems without such modes. */
    fun directory(path: Path): Array<FileAttribute<*>> = attributes(path, "rwx------")

    private fun attributes(
        path: Path,
        rights: String,
    ): Array<FileAttribute<*>> {
        if ("posix" !in path.fileSystem.supportedFileAttributeViews()) return emptyArray()
        return arrayOf(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights)))
    }
}
