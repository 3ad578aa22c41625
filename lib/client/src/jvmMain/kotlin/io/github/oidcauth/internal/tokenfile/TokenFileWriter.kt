// Tested by FileTokenStoreTest.
package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSizeLimit
import io.github.oidcauth.internal.files.AtomicWriter
import io.github.oidcauth.internal.files.MountTable
import io.github.oidcauth.internal.tokenfile.TokenFileReader.Snapshot
import io.github.oidcauth.internal.tokenfile.document.BareTokenDocument
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import io.github.oidcauth.internal.tokenfile.locks.FileLocks
import io.github.oidcauth.internal.tokenfile.locks.LockFiles
import java.nio.file.Files
import java.nio.file.Path
import kotlin.time.Clock

/**
 * Changes the token file [file], and manages the files beside it. Blocking; takes no locks, but names the lock files (see
 * [FileLocks]):
 *
 * - `<file>.lock`, the write lock, guards reading, changing and replacing the file as one step, moving it to a backup, and the
 *   temporary files except those of [checkWritable]. Under it only these files are accessed: no request, no waiting for a user,
 *   no key lock.
 * - `<file>.locks/<hash of the key>.lock`, a key lock, guards the refresh token of that key: only the holder may send it. A
 *   request may be sent under it, and the write lock may be taken. A caller that takes two key locks must use the same order as
 *   all others.
 *
 * The data file itself is never locked: it is replaced, and a lock would stay with the old file.
 */
internal class TokenFileWriter(
    private val file: TokenFile,
    private val clock: Clock,
    notices: StoreNotices,
    private val writer: AtomicWriter,
    owner: Int?,
    mounts: MountTable = MountTable(),
) {
    private val backups = DamagedFileBackups(file.path, clock, notices, writer)

    /** The lock files of the token file. */
    val locks = LockFiles(file.path, owner, mounts, file::notice)

    @Volatile
    private var areLeftoversDeleted = false

    /**
     * Checks that there is room for the file with a new token, before a refresh token is used up. Call it only with a key lock:
     * several concurrent callers would fill the disk.
     */
    fun checkWritable(key: TokenKey) {
        val now = file.current()
        val size = now.stamp?.size ?: 0
        if (size + ROOM > FULL_BYTES) refuseFull(now.document, key)
        writer.checkWritable(file.path, size + ROOM)
    }

    private fun refuseFull(
        document: TokenDocument?,
        key: TokenKey,
    ) {
        // A damaged file is moved to a backup before anything is written.
        val others = document?.sizeWithout(key, clock.now()) ?: 0
        if (others + ROOM > roomFor(document?.get(key))) throw file.errors.full()
    }

    /**
     * Returns the maximum size of the file. An existing entry can be replaced as long as the file can be read, so that new
     * entries of other programs do not prevent a refresh.
     */
    private fun roomFor(entry: TokenDocument.Entry?): Int =
        if (entry == TokenDocument.Entry.Absent) FULL_BYTES else TokenFileReader.MAX_BYTES

    /**
     * Replaces the document by the result of [change]. Call it only with the write lock. A damaged file is moved to a backup
     * first, and the file is copied to one when the entry of [key] is unreadable. Returns whether anything changed.
     *
     * @throws StoreException when the file has a single token of another key than [key].
     */
    fun rewrite(
        target: Path,
        key: TokenKey?,
        isUnreadable: (TokenDocument.Entry) -> Boolean = { it == TokenDocument.Entry.Malformed },
        change: (TokenDocument) -> TokenDocument,
    ): Boolean {
        // The directory was checked when the target was determined.
        val before = file.currentInDirectory()
        refuseReadOnly(before)
        if (before.document is BareTokenDocument) throw file.errors.bareToken()
        val document = before.document ?: recover(target, before.content)
        val entry = key?.let { document[it] }
        if (entry is TokenDocument.Entry.OfOtherOwner) throw file.errors.ofAnother(entry, checkNotNull(key))
        val after = change(document)
        if (after === document) return false
        val room = roomFor(entry)
        when {
            document.isSingleToken && !after.isSingleToken -> {
                Files.delete(target)
                file.forget()
            }

            entry != null && isUnreadable(entry) -> {
                backups.copyToBackup(target, checkNotNull(key)) { replace(target, after, room) }
            }

            else -> {
                replace(target, after, room)
            }
        }
        // Last, so that a token from a server is stored as soon as possible.
        if (!areLeftoversDeleted) writer.deleteLeftovers(target)
        areLeftoversDeleted = true
        return true
    }

    private fun refuseReadOnly(snapshot: Snapshot) {
        if (snapshot.stamp?.isReadOnly == true) throw file.errors.readOnly()
    }

    /** Returns the readable entries of a damaged file, which was replaced by them. */
    private fun recover(
        target: Path,
        content: ByteArray?,
    ): TokenDocument {
        backups.moveToBackup(target, content) { replace(target, it) }?.let { return it }
        file.forget()
        return TokenDocument.EMPTY
    }

    /** Reports the backups beside this file, if there are any. */
    fun reportDamagedBackups(): Unit = backups.reportBackups()

    /**
     * Returns the lock file of [key], in a directory that exists.
     *
     * @throws StoreException when the token file is read-only, or could not be replaced afterwards.
     */
    fun keyLock(key: TokenKey): Path {
        refuseNeverWritten()
        return locks.of(key, file.target()) { file.current().document?.isSingleToken == true }
    }

    /**
     * Returns the lock file for prompting for [key], in a directory that exists.
     *
     * @throws StoreException when there cannot be one, or the token of a login could not be stored, so that no process would
     * find it here.
     */
    fun promptLock(key: TokenKey): Path {
        refuseNeverWritten()
        return locks.ofPrompt(key, file.target())
    }

    private fun refuseNeverWritten() {
        val now = file.current()
        refuseReadOnly(now)
        if (now.document is BareTokenDocument) throw file.errors.bareToken()
    }

    private fun replace(
        target: Path,
        document: TokenDocument,
        room: Int = TokenFileReader.MAX_BYTES,
    ) {
        val pieces = document.pieces()
        if (pieces.sumOf { it.size.toLong() } > room) throw file.errors.full()
        file.rememberWritten(writer.replace(target, pieces), document, pieces)
    }

    companion object {
        /** 16 MiB, the size up to which new entries are added: more than ten thousand tokens. */
        const val FULL_BYTES: Int = 16 shl 20

        /** The size of the largest token in bytes, also if it is encrypted, which makes it a third longer. */
        private const val ROOM = TokenSizeLimit.BYTES * 3L / 2
    }
}
