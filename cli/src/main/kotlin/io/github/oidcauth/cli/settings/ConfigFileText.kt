package io.github.oidcauth.cli.settings

import com.sun.security.auth.module.UnixSystem
import java.io.IOException
import java.nio.charset.CharacterCodingException
import java.nio.file.AccessDeniedException
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

/**
 * Reads the text of config.toml. A file that other users can write, or replace, is refused: it decides where secrets are sent.
 * Links are followed, because dotfiles are often links.
 */
internal class ConfigFileText(
    /** The id of this user, or null on systems without ids. */
    private val user: Int? = currentUser(),
) {
    /** Returns the text in [path], or null if there is no such file. @throws ConfigFailure if it cannot be used. */
    fun read(path: Path): String? {
        val octets =
            try {
                val file = path.toRealPath()
                if (Files.isDirectory(file)) throw ConfigFailure("$path is a directory, and not a file of settings.")
                // A device or pipe has no content that others could prepare.
                if (Files.isRegularFile(file)) refuseForeign(file)
                Files.newInputStream(file).use { it.readNBytes(MAX_OCTETS + 1) }
            } catch (_: NoSuchFileException) {
                return null
            } catch (e: IOException) {
                // A home directory that is not the user's to enter has no file of settings of theirs.
                if (e is AccessDeniedException && !Files.exists(path)) return null
                throw ConfigFailure("$path cannot be read (${e.javaClass.simpleName}). Correct its permissions.")
            }
        if (octets.size > MAX_OCTETS) throw ConfigFailure("$path has more than $MAX_OCTETS bytes, and is not used.")
        return try {
            octets.decodeToString(throwOnInvalidSequence = true).removePrefix(BYTE_ORDER_MARK)
        } catch (_: CharacterCodingException) {
            throw ConfigFailure("$path is not UTF-8 text, and is not used.")
        }
    }

    private fun refuseForeign(file: Path) {
        if (user == null || "unix" !in file.fileSystem.supportedFileAttributeViews()) return
        refuseForeign(file, "The file of settings $file", isDirectory = false)
        file.parent?.let { refuseForeign(it, "The directory $it of your settings", isDirectory = true) }
    }

    private fun refuseForeign(
        file: Path,
        what: String,
        isDirectory: Boolean,
    ) {
        val owner = Files.getAttribute(file, "unix:uid") as Int
        if (owner != user && owner != ROOT) {
            throw ConfigFailure("$what belongs to another user (id $owner), so it is not used. Make it yours with chown.")
        }
        val mode = Files.getAttribute(file, "unix:mode") as Int
        // In a directory such as /tmp only the owner of a file can replace it. Where each user has a group of its own,
        // directories are often writable by that group.
        val rights = if (isDirectory) mode and WRITABLE_BY_ALL else mode and (WRITABLE_BY_ALL or WRITABLE_BY_GROUP)
        if (rights != 0 && !(isDirectory && mode and STICKY != 0)) {
            val shown = PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
            throw ConfigFailure("$what can be written by others ($shown), so it is not used. Run: chmod go-w '$file'")
        }
    }

    companion object {
        private const val MAX_OCTETS = 262_144
        private const val BYTE_ORDER_MARK = "\uFEFF"
        private const val ROOT = 0
        private const val WRITABLE_BY_ALL = 0b000_010
        private const val WRITABLE_BY_GROUP = 0b010_000
        private const val STICKY = 0b001_000_000_000

        private fun currentUser(): Int? =
            try {
                Files.getAttribute(Path.of("/proc/self"), "unix:uid") as Int
            } catch (_: IOException) {
                ofJdk()
            } catch (_: UnsupportedOperationException) {
                null
            } catch (_: IllegalArgumentException) {
                null
            }

        /** The JDK reports root's id for a user without a name. */
        private fun ofJdk(): Int? =
            try {
                UnixSystem().takeIf { it.username != null }?.uid?.toInt()
            } catch (_: LinkageError) {
                null
            }
    }
}
