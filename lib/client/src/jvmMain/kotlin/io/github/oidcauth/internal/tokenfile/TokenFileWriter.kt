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
 * Changes the token file [file], and keeps what lies beside it. Blocking; takes no locks, but says which files stand for them (see
 * [FileLocks]):
 *
 * - `<file>.lock`, the write lock, guards reading, changing and replacing the file as one step, moving it aside, and the temporary
 *   files but those of [checkWritable]. Under it there is work with these files and nothing else: no request, no waiting for a user, no
 *   key lock.
 * - `<file>.locks/<hash of the key>.lock`, a key lock, guards the refresh token of that key: who holds it may send it. A request may
 *   happen under it, and the write lock may be taken. Who takes two key locks agrees with all others on their order.
 *
 * The data file itself is never locked: it is replaced, and a lock would stay with the old one.
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

    /** Files that stand for its locks. */
    val locks = LockFiles(file.path, owner, mounts, file::notice)

    @Volatile
    private var areLeftoversDeleted = false

    /**
     * Finds out whether there is room for the file with a new token in it, before a refresh token is spent for that. For who holds a key
     * lock: those who wait for it would fill the disk together.
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
        // What is damaged is gone before anything is written.
        val others = document?.sizeWithout(key, clock.now()) ?: 0
        if (others + ROOM > roomFor(document?.get(key))) throw file.errors.full()
    }

    /**
     * Returns the size that the file may have. An existing entry can be replaced as long as the file can be read, so that new
     * entries of other programs do not prevent a refresh.
     */
    private fun roomFor(entry: TokenDocument.Entry?): Int =
        if (entry == TokenDocument.Entry.Absent) FULL_BYTES else TokenFileReader.MAX_BYTES

    /**
     * Replaces the document by what [change] makes of it. For who holds the write lock. A damaged file is moved aside first, and
     * copied aside when [key] names an entry that nobody can read. Returns whether anything changed.
     *
     * @throws StoreException when [key] is not the one that the file has its single token for.
     */
    fun rewrite(
        target: Path,
        key: TokenKey?,
        isUnreadable: (TokenDocument.Entry) -> Boolean = { it == TokenDocument.Entry.Malformed },
        change: (TokenDocument) -> TokenDocument,
    ): Boolean {
        // The directory has been looked at when the target was found.
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
        // Not before: what has come from a server is to be safe as soon as can be.
        if (!areLeftoversDeleted) writer.deleteLeftovers(target)
        areLeftoversDeleted = true
        return true
    }

    private fun refuseReadOnly(snapshot: Snapshot) {
        if (snapshot.stamp?.isReadOnly == true) throw file.errors.readOnly()
    }

    /** Returns what could be read of a damaged file, with which it has been replaced. */
    private fun recover(
        target: Path,
        content: ByteArray?,
    ): TokenDocument {
        backups.moveToBackup(target, content) { replace(target, it) }?.let { return it }
        file.forget()
        return TokenDocument.EMPTY
    }

    /** Tells of the files beside the token file that keep what was damaged, if there are any. */
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
     * @throws StoreException when there cannot be one, or the token of a login could not be stored: nobody would find it here.
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
        /** No new entry makes the file larger: ten thousand tokens and more. 16 MiB. */
        const val FULL_BYTES: Int = 16 shl 20

        /** Bytes for the largest token, also if it is encrypted, which makes it longer by a third. */
        private const val ROOM = TokenSizeLimit.BYTES * 3L / 2
    }
}
