// Tested by ConfigCommandTest.
package io.github.oidcauth.cli.settings

import io.github.oidcauth.cli.OwnerOnly
import io.github.oidcauth.cli.framework.CommandFailure
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.file.FileAlreadyExistsException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption

/** A config.toml that does not exist yet. */
internal class NewConfigFile(
    private val path: Path,
) {
    /** Writes [text] to a new file of this user alone, and returns its path. @throws CommandFailure if there is a file. */
    fun write(text: String): Path {
        try {
            path.parent?.let { if (!Files.isDirectory(it)) Files.createDirectories(it, *OwnerOnly.directory(it)) }
            val options = setOf(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
            Files.newByteChannel(path, options, *OwnerOnly.file(path)).use { channel ->
                val bytes = ByteBuffer.wrap(text.toByteArray())
                while (bytes.hasRemaining()) channel.write(bytes)
            }
        } catch (_: FileAlreadyExistsException) {
            throw CommandFailure("$path exists, and stays as it is. `oidc-auth config check` examines it.")
        } catch (e: IOException) {
            throw CommandFailure("$path cannot be written (${e.javaClass.simpleName}). Correct its directory.")
        }
        return path
    }
}
