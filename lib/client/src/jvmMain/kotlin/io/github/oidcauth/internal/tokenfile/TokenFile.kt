package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSizeLimit
import io.github.oidcauth.internal.files.AtomicWriter
import io.github.oidcauth.internal.files.DirectoryPermissions
import io.github.oidcauth.internal.files.FileStamp
import io.github.oidcauth.internal.files.MountTable
import io.github.oidcauth.internal.files.OwnerOnlyPermissions
import io.github.oidcauth.internal.files.printable
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokenfile.TokenFileReader.Snapshot
import io.github.oidcauth.internal.tokenfile.document.BareTokenDocument
import io.github.oidcauth.internal.tokenfile.document.StoreRecovery
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import io.github.oidcauth.internal.tokenfile.locks.FileLocks
import io.github.oidcauth.internal.tokenfile.locks.LockFiles
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Clock
import kotlin.time.TimeSource

/**
 * The token file at [path] and the files beside it. Blocking; takes no locks, but names the lock files (see [FileLocks]):
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
internal class TokenFile(
    val path: Path,
    private val clock: Clock,
    private val notices: StoreNotices,
    private val writer: AtomicWriter,
    private val owner: Int?,
    /** True if the directory is only for this file, and not one that the user has for other files as well. */
    private val isOwnDirectory: Boolean = false,
    mounts: MountTable = MountTable(),
    private val time: TimeSource = TimeSource.Monotonic,
) {
    private val directoryPermissions = DirectoryPermissions(isOwnDirectory, owner, ::notice)
    private val reader = TokenFileReader(path, clock, owner, isOwnDirectory, time)
    private val noticed: MutableSet<String> = ConcurrentHashMap.newKeySet()
    private val backups = DamagedFileBackups(path, clock, notices, writer)

    /** The lock files of this file. */
    val locks = LockFiles(path, owner, mounts, ::notice)
    val errors = TokenFileErrors(path)

    @Volatile
    private var latest: Snapshot? = null

    @Volatile
    private var areLeftoversDeleted = false

    /** Returns the current content of the file. Reads it unless it is known to be unchanged. */
    fun current(): Snapshot = known() ?: run {
        directoryPermissions.check(path)
        read()
    }

    private fun known(): Snapshot? = latest?.takeIf { it.isSettled && it.stamp == FileStamp.of(path) }

    /**
     * Returns the document if a single `stat` shows that the file is unchanged since it was read, or null when it must be read.
     * Does not throw: faults of the file are reported when it is read.
     */
    fun unchanged(): TokenDocument? {
        val known = latest?.takeIf { it.isSettled } ?: return null
        return try {
            known.document?.takeIf { known.stamp?.matches(path) ?: false }
        } catch (_: IOException) {
            null
        }
    }

    private fun read(): Snapshot {
        val snapshot = reader.read(latest)
        latest = snapshot
        if (snapshot.stamp?.isOpenToOthers == true && holdsOurTokens(snapshot) && !reader.isMounted()) restrict(snapshot.stamp)
        return snapshot
    }

    /**
     * Returns true if the rights of other users may be removed: not for a file without tokens that the user named, nor for a bare
     * token, which another program wrote.
     */
    private fun holdsOurTokens(snapshot: Snapshot): Boolean {
        val document = snapshot.document
        return isOwnDirectory || (document != null && !document.isEmpty && document !is BareTokenDocument)
    }

    /** True if the file contained a bare token when it was last read. */
    val holdsBareToken: Boolean get() = latest?.document is BareTokenDocument

    /** Removes the rights of other users from the file. A read-only file was shared on purpose, and is not changed. */
    private fun restrict(stamp: FileStamp) {
        val isRestricted = !stamp.isReadOnly && stamp.owner == owner && OwnerOnlyPermissions.restrictFile(path)
        notice(
            "Other users ${if (isRestricted) "could" else "may"} read the token file ${path.printable()}. " +
                if (isRestricted) "It is yours alone now." else "It becomes yours alone when it is next written.",
        )
    }

    /** Shows [message] to the user, once. */
    fun notice(message: String) {
        if (noticed.add(message)) notices.report(message)
    }

    /** Returns the file to replace when this one is written: itself, by its real path. Creates missing directories. */
    fun target(): Path {
        val isDirectoryThere = directoryPermissions.check(path)
        reader.check()
        // The check comes before a lock file is created beside a file that was named by mistake.
        if (!isOwnDirectory && known() == null) read()
        if (!isDirectoryThere) {
            OwnerOnlyPermissions.makeDirectory(path.parent)
            directoryPermissions.check(path)
        }
        return path.parent.toRealPath().resolve(path.fileName)
    }

    /**
     * Checks that there is room for the file with a new token, before a refresh token is used up. Call it only with a key lock:
     * several concurrent callers would fill the disk.
     */
    fun checkWritable(key: TokenKey) {
        val now = current()
        val size = now.stamp?.size ?: 0
        if (size + ROOM > FULL_BYTES) refuseFull(now.document, key)
        writer.checkWritable(path, size + ROOM)
    }

    private fun refuseFull(
        document: TokenDocument?,
        key: TokenKey,
    ) {
        // A damaged file is moved to a backup before anything is written.
        val others = document?.sizeWithout(key, clock.now()) ?: 0
        if (others + ROOM > roomFor(document?.get(key))) throw errors.full()
    }

    /**
     * Returns the maximum size of the file. An existing entry can be replaced as long as the file can be read, so that new
     * entries of other programs do not prevent a refresh.
     */
    private fun roomFor(entry: TokenDocument.Entry?): Int =
        if (entry == TokenDocument.Entry.Absent) FULL_BYTES else TokenFileReader.MAX_BYTES

    /** Reports that the token of [key] is not encrypted and is therefore not used: another program may have written it. */
    fun requireUnencrypted(key: TokenKey): Token? {
        if (current().document?.isSingleToken == true) throw errors.notEncrypted()
        notice("The token of ${key.value.printable()} in the token file ${path.printable()} is not encrypted and is not used.")
        return null
    }

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
        val before = known() ?: read()
        refuseReadOnly(before)
        if (before.document is BareTokenDocument) throw errors.bareToken()
        val document = before.document ?: recover(target, before.content)
        val entry = key?.let { document[it] }
        if (entry is TokenDocument.Entry.OfOtherOwner) throw errors.ofAnother(entry, checkNotNull(key))
        val after = change(document)
        if (after === document) return false
        val room = roomFor(entry)
        when {
            document.isSingleToken && !after.isSingleToken -> {
                Files.delete(target)
                latest = null
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

    /**
     * Checks that the file is not read-only.
     *
     * @throws StoreException when it is.
     */
    fun refuseReadOnly(snapshot: Snapshot) {
        if (snapshot.stamp?.isReadOnly == true) throw errors.readOnly()
    }

    /** Returns the readable entries of a damaged file, which was replaced by them. */
    private fun recover(
        target: Path,
        content: ByteArray?,
    ): TokenDocument {
        backups.moveToBackup(target, content) { replace(target, it) }?.let { return it }
        latest = null
        return TokenDocument.EMPTY
    }

    /**
     * Returns the readable entries of the [content] of a damaged file that must not be changed because another caller holds the
     * write lock.
     */
    fun recovered(content: ByteArray?): TokenDocument {
        val recovered = content?.let(StoreRecovery::of)
        val what =
            if (recovered ==
                null
            ) {
                "Nothing of it can be read."
            } else {
                "What can be read of it is used: ${DamagedFileBackups.names(recovered)}."
            }
        notice(
            "The token file ${path.printable()} is damaged, and stays as it is while another process, or a part of this one, " +
                "has its lock for writing. $what You may have to log in again.",
        )
        return recovered ?: TokenDocument.EMPTY
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
        return locks.of(key, target()) { current().document?.isSingleToken == true }
    }

    /**
     * Returns the lock file for prompting for [key], in a directory that exists.
     *
     * @throws StoreException when there cannot be one, or the token of a login could not be stored, so that no process would find
     * it here.
     */
    fun promptLock(key: TokenKey): Path {
        refuseNeverWritten()
        return locks.ofPrompt(key, target())
    }

    private fun refuseNeverWritten() {
        val now = current()
        refuseReadOnly(now)
        if (now.document is BareTokenDocument) throw errors.bareToken()
    }

    private fun replace(
        target: Path,
        document: TokenDocument,
        room: Int = TokenFileReader.MAX_BYTES,
    ) {
        val pieces = document.pieces()
        if (pieces.sumOf { it.size.toLong() } > room) throw errors.full()
        val written = writer.replace(target, pieces)
        // Programs without this lock may have written the file already.
        latest =
            FileStamp
                .of(path)
                ?.takeIf { it.isMovedFrom(written) }
                ?.let {
                    val content = if (document.isVerbatim) null else pieces.single()
                    Snapshot(it, content, document, it.isSettled(clock.now()), time.markNow())
                }
    }

    companion object {
        /** 16 MiB, the size up to which new entries are added: more than ten thousand tokens. */
        const val FULL_BYTES: Int = 16 shl 20

        /** The size of the largest token in bytes, also if it is encrypted, which makes it a third longer. */
        private const val ROOM = TokenSizeLimit.BYTES * 3L / 2
    }
}
