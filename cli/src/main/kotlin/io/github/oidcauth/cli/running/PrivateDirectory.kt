package io.github.oidcauth.cli.running

import io.github.oidcauth.cli.OwnerOnly
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path
import java.nio.file.attribute.PosixFileAttributes
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.Path
import kotlin.io.path.isDirectory

/** Makes a directory that is its owner's alone, for the token file of one program. */
internal class PrivateDirectory(
    private val environment: (String) -> String?,
) {
    /**
     * Creates the directory: below the one of the user's session, which is in memory and ends with the session, else in that
     * for temporary files.
     */
    fun create(): Path {
        val parent = sessionDirectory() ?: Path(System.getProperty("java.io.tmpdir"))
        return Files.createTempDirectory(parent, PREFIX, *OwnerOnly.directory(parent))
    }

    /**
     * Returns the directory that XDG_RUNTIME_DIR names, if it is as the specification requires: the user's own, with the mode
     * 700.
     */
    private fun sessionDirectory(): Path? {
        val text = environment("XDG_RUNTIME_DIR")?.takeIf { it.isNotBlank() } ?: return null
        val path =
            try {
                Path(text)
            } catch (_: InvalidPathException) {
                return null
            }
        if (!path.isAbsolute || !path.isDirectory() || !isPosix(path)) return null
        val attributes = Files.readAttributes(path, PosixFileAttributes::class.java)
        val isOurs = attributes.owner().name == System.getProperty("user.name")
        return path.takeIf { isOurs && attributes.permissions() == OWNER_ONLY && Files.isWritable(it) }
    }

    private fun isPosix(path: Path) = "posix" in path.fileSystem.supportedFileAttributeViews()

    private companion object {
        const val PREFIX = "oidc-auth-"
        val OWNER_ONLY = PosixFilePermissions.fromString("rwx------")
    }
}
