// Tested by DamagedTokenFileTest.
package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoreNotices
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.files.AtomicWriter
import io.github.oidcauth.internal.files.OwnerOnlyPermissions
import io.github.oidcauth.internal.files.printable
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokenfile.document.StoreRecovery
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import java.io.IOException
import java.nio.file.DirectoryIteratorException
import java.nio.file.FileSystemException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.security.SecureRandom
import java.util.HexFormat
import kotlin.time.Clock
import kotlin.time.Instant

/**
 * Keeps backups of a damaged token file, and of one with an unreadable entry, beside the file at [path], and informs the user.
 * Blocking; call it only with the write lock.
 */
internal class DamagedFileBackups(
    private val path: Path,
    private val clock: Clock,
    private val notices: StoreNotices,
    private val writer: AtomicWriter,
) {
    private val random = SecureRandom()

    /**
     * Moves the damaged file [target] to a backup. The readable entries of its [content] are written by [replace] and returned;
     * returns null when there are none, and then no file exists any more.
     */
    fun moveToBackup(
        target: Path,
        content: ByteArray?,
        replace: (TokenDocument) -> Unit,
    ): TokenDocument? {
        val backupPath = backupPath(target)
        val isPrivate = OwnerOnlyPermissions.restrictFile(target)
        val recovered = content?.let(StoreRecovery::of)
        if (recovered == null) {
            Files.move(target, backupPath)
        } else {
            // There is always either the old file or the new one.
            copy(target, backupPath)
            deletingOnFailure(backupPath) { replace(recovered) }
        }
        val lost = if (recovered == null) "" else " What could be read of it has been rescued: ${names(recovered)}."
        notices.report(
            "The token file ${path.printable()} was damaged and has been moved to ${backupPath.printable()}.$lost " +
                "You may have to log in again." +
                if (isPrivate) "" else " It belongs to another user, so its permissions are as they were.",
        )
        return recovered
    }

    /** Copies [target], whose entry of [key] is unreadable, to a backup, and calls [replace], which writes the new file. */
    fun copyToBackup(
        target: Path,
        key: TokenKey,
        replace: () -> Unit,
    ) {
        val backupPath = backupPath(target)
        writer.create(backupPath, Files.readAllBytes(target))
        deletingOnFailure(backupPath, replace)
        notices.report(
            "The entry ${key.value.printable()} of the token file ${path.printable()} could not be read. " +
                "The file as it was has been kept as ${backupPath.printable()}.",
        )
    }

    /** Reports the existing backups, if there are any. */
    fun reportBackups() {
        val names = kept(path).map { it.printable() }.sorted()
        if (names.isEmpty()) return
        val more = if (names.size > SHOWN) " and ${names.size - SHOWN} more" else ""
        notices.report(
            "Damaged token files that were kept may still hold tokens: ${names.take(SHOWN).joinToString()}$more. " +
                "Delete them when you no longer need them.",
        )
    }

    private fun copy(
        target: Path,
        backupPath: Path,
    ) {
        try {
            Files.createLink(backupPath, target)
        } catch (_: UnsupportedOperationException) {
            Files.copy(target, backupPath, StandardCopyOption.COPY_ATTRIBUTES)
        } catch (_: FileSystemException) {
            Files.copy(target, backupPath, StandardCopyOption.COPY_ATTRIBUTES)
        }
    }

    private fun deletingOnFailure(
        backupPath: Path,
        replace: () -> Unit,
    ) {
        var isReplaced = false
        try {
            replace()
            isReplaced = true
        } finally {
            if (!isReplaced) Files.deleteIfExists(backupPath)
        }
    }

    private fun kept(target: Path): List<Path> =
        try {
            Files.newDirectoryStream(target.parent) { it.fileName.toString().startsWith(prefix(target)) }.use { it.toList() }
        } catch (_: IOException) {
            // The directory does not exist, or cannot be listed.
            emptyList()
        } catch (_: DirectoryIteratorException) {
            emptyList()
        }

    /** Returns a new name that contains the time. */
    private fun backupPath(target: Path): Path {
        val time = Instant.fromEpochSeconds(clock.now().epochSeconds).toString().filter { it != '-' && it != ':' }
        val tail = HexFormat.of().formatHex(ByteArray(TAIL_BYTES).also(random::nextBytes))
        return target.resolveSibling("${prefix(target)}$time-$tail")
    }

    private fun prefix(target: Path): String = "${target.fileName}.corrupt-"

    companion object {
        private const val TAIL_BYTES = 4
        private const val SHOWN = 5

        /** Returns the owners of the tokens in [recovered], for the user. */
        fun names(recovered: TokenDocument): String {
            val ever = Instant.DISTANT_PAST
            val names = (recovered.keys(ever) + recovered.encryptedKeys(ever)).map { it.value.printable() }
            val more = if (names.size > SHOWN) " and ${names.size - SHOWN} more" else ""
            return names.take(SHOWN).joinToString() + more
        }
    }
}
