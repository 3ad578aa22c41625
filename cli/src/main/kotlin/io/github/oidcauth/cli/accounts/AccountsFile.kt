package io.github.oidcauth.cli.accounts

import io.github.oidcauth.StoreException
import io.github.oidcauth.cli.OwnerOnly
import io.github.oidcauth.cli.onOneLine
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runInterruptible
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.charset.CharacterCodingException
import java.nio.file.AccessDeniedException
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardCopyOption.REPLACE_EXISTING
import java.nio.file.StandardOpenOption.WRITE

/**
 * The file with the accounts in use. It contains no secret; it has mode 0600 because it names the user. Each write replaces it in
 * one step; of two writes at the same moment, the later one counts.
 */
internal class AccountsFile(
    /** The path, or null if the directory of the configuration is not known. */
    private val path: Path?,
) {
    /** Returns the content. @throws StoreException if the file is damaged or cannot be read. */
    suspend fun read(): AccountsDocument {
        val file = path ?: return AccountsDocument.EMPTY
        val text =
            try {
                runInterruptible(Dispatchers.IO) { if (Files.size(file) <= MAX_SIZE) Files.readString(file) else null }
            } catch (_: NoSuchFileException) {
                return AccountsDocument.EMPTY
            } catch (_: CharacterCodingException) {
                null
            } catch (e: IOException) {
                // A home directory that is not the user's to enter has no accounts of theirs.
                if (e is AccessDeniedException && !Files.exists(file)) return AccountsDocument.EMPTY
                throw StoreException("${shown(file)} cannot be read (${e.message.orEmpty().onOneLine()}). Make it readable.", e)
            }
        return text?.let(AccountsDocument::parse)
            ?: throw StoreException(
                "${shown(file)} is damaged, so the account in use is not known. Correct or delete it, and choose the account " +
                    "with `oidc-auth switch`.",
            )
    }

    /** Replaces the content by [document]. @throws StoreException if it cannot be written; the old content stays then. */
    suspend fun write(document: AccountsDocument) {
        val file =
            path ?: throw StoreException(
                "The directory of the configuration is not known. Set HOME or XDG_CONFIG_HOME, or name the account with " +
                    "--account.",
            )
        try {
            runInterruptible(Dispatchers.IO) { replace(file, document.text().encodeToByteArray()) }
        } catch (e: IOException) {
            throw StoreException(
                "The account in use cannot be saved in ${shown(file)} (${e.message.orEmpty().onOneLine()}). Make its directory " +
                    "writable, or name the account with --account.",
                e,
            )
        }
    }

    private fun replace(
        file: Path,
        content: ByteArray,
    ) {
        val directory = file.parent
        Files.createDirectories(directory, *OwnerOnly.directory(directory))
        val temporary = Files.createTempFile(directory, ".${file.fileName}.", ".tmp", *OwnerOnly.file(directory))
        try {
            FileChannel.open(temporary, WRITE).use { channel ->
                val buffer = ByteBuffer.wrap(content)
                while (buffer.hasRemaining()) channel.write(buffer)
                channel.force(true)
            }
            Files.move(temporary, file, ATOMIC_MOVE, REPLACE_EXISTING)
        } finally {
            Files.deleteIfExists(temporary)
        }
    }

    private fun shown(file: Path) = file.toString().onOneLine()

    companion object {
        /** The name of the file, which is beside the configuration of this command. */
        const val NAME: String = "accounts.json"
        private const val MAX_SIZE = 1_048_576L
    }
}
