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
 * What becomes of a damaged token file, and of one with an entry that nobody can read: it is kept beside the one at [path], and a user
 * is told. Blocking; for who holds the write lock.
 */
internal class DamagedFileBackups(
    private val path: Path,
    private val clock: Clock,
    private val notices: StoreNotices,
    private val writer: AtomicWriter,
) {
    private val random = SecureRandom()

    /**
     * Moves the damaged file [target] out of the way. What can be read of its [content] takes its place by way of [replace], and is
     * returned; null when that is nothing and there is no file any more.
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
            // At no moment is there neither.
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

    /** Keeps a copy of [target], whose entry of [key] cannot be read, while [replace] puts another file in its place. */
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

    /** Tells of the files that are kept, if there are any. */
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
            // No directory, or one that cannot be listed.
            emptyList()
        } catch (_: DirectoryIteratorException) {
            emptyList()
        }

    /** A name that tells when, and that no file has. */
    private fun backupPath(target: Path): Path {
        val time = Instant.fromEpochSeconds(clock.now().epochSeconds).toString().filter { it != '-' && it != ':' }
        val tail = HexFormat.of().formatHex(ByteArray(TAIL_BYTES).also(random::nextBytes))
        return target.resolveSibling("${prefix(target)}$time-$tail")
    }

    private fun prefix(target: Path): String = "${target.fileName}.corrupt-"

    companion object {
        private const val TAIL_BYTES = 4
        private const val SHOWN = 5

        /** Whose tokens are in [recovered], for a user to read. */
        fun names(recovered: TokenDocument): String {
            val ever = Instant.DISTANT_PAST
            val names = (recovered.keys(ever) + recovered.encryptedKeys(ever)).map { it.value.printable() }
            val more = if (names.size > SHOWN) " and ${names.size - SHOWN} more" else ""
            return names.take(SHOWN).joinToString() + more
        }
    }
}
