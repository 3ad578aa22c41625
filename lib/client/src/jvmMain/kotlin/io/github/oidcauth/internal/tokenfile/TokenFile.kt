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
 * The token file at [path] and what lies beside it. Blocking; takes no locks, but says which files stand for them (see [FileLocks]):
 *
 * - `<file>.lock`, the write lock, guards reading, changing and replacing the file as one step, moving it aside, and the temporary
 *   files but those of a rehearsal. Under it there is work with these files and nothing else: no request, no waiting for a user, no key lock.
 * - `<file>.locks/<hash of the key>.lock`, a key lock, guards the refresh token of that key: who holds it may send it. A request may
 *   happen under it, and the write lock may be taken. Who takes two key locks agrees with all others on their order.
 *
 * The data file itself is never locked: it is replaced, and a lock would stay with the old one.
 */
internal class TokenFile(
    val path: Path,
    private val clock: Clock,
    private val notices: StoreNotices,
    private val writer: AtomicWriter,
    private val owner: Int?,
    /** Whether the directory of the file is for that file alone, and not one that the user has for other things as well. */
    private val isOwnDirectory: Boolean = false,
    mounts: MountTable = MountTable(),
    private val time: TimeSource = TimeSource.Monotonic,
) {
    private val directoryPermissions = DirectoryPermissions(isOwnDirectory, owner, ::notice)
    private val reader = TokenFileReader(path, clock, owner, isOwnDirectory, time)
    private val noticed: MutableSet<String> = ConcurrentHashMap.newKeySet()
    private val backups = DamagedFileBackups(path, clock, notices, writer)

    /** Which files stand for its locks. */
    val locks = LockFiles(path, owner, mounts, ::notice)
    val errors = TokenFileErrors(path)

    @Volatile
    private var latest: Snapshot? = null

    @Volatile
    private var areLeftoversDeleted = false

    /** The file as it is now. Read only if it is not known to be unchanged. */
    fun current(): Snapshot = known() ?: run {
        directoryPermissions.check(path)
        read()
    }

    private fun known(): Snapshot? = latest?.takeIf { it.isSettled && it.stamp == FileStamp.of(path) }

    /**
     * What the file says, when one look at it tells that it has not changed since it was read; null when it has to be read. Does
     * not throw: what is wrong with the file is found when it is read.
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

    /** True if the file may be taken from others: not one without tokens that somebody has named, nor a bare token, which another wrote. */
    private fun holdsOurTokens(snapshot: Snapshot): Boolean {
        val document = snapshot.document
        return isOwnDirectory || (document != null && !document.isEmpty && document !is BareTokenDocument)
    }

    /** True if the file holds a bare token, as it was last read. */
    val holdsBareToken: Boolean get() = latest?.document is BareTokenDocument

    /** Takes the file from others. One that its owner does not want written has been given to somebody like that, and stays. */
    private fun restrict(stamp: FileStamp) {
        val isRestricted = !stamp.isReadOnly && stamp.owner == owner && OwnerOnlyPermissions.restrictFile(path)
        notice(
            "Other users ${if (isRestricted) "could" else "may"} read the token file ${path.printable()}. " +
                if (isRestricted) "It is yours alone now." else "It becomes yours alone when it is next written.",
        )
    }

    /** Tells a user once. */
    fun notice(message: String) {
        if (noticed.add(message)) notices.report(message)
    }

    /** The file that is replaced when this one is written: itself, by its real name. Makes missing directories. */
    fun target(): Path {
        val isDirectoryThere = directoryPermissions.check(path)
        reader.check()
        // Before there is a lock file beside a file that was named by mistake.
        if (!isOwnDirectory && known() == null) read()
        if (!isDirectoryThere) {
            OwnerOnlyPermissions.makeDirectory(path.parent)
            directoryPermissions.check(path)
        }
        return path.parent.toRealPath().resolve(path.fileName)
    }

    /**
     * Finds out whether there is room for the file with a new token in it, before a refresh token is spent for that. For who holds a key
     * lock: those who wait for it would fill the disk together.
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
        // What is damaged is gone before anything is written.
        val others = document?.sizeWithout(key, clock.now()) ?: 0
        if (others + ROOM > roomFor(document?.get(key))) throw errors.full()
    }

    /**
     * Returns the size that the file may have. An existing entry can be replaced as long as the file can be read, so that new
     * entries of other programs do not prevent a refresh.
     */
    private fun roomFor(entry: TokenDocument.Entry?): Int =
        if (entry == TokenDocument.Entry.Absent) FULL_BYTES else TokenFileReader.MAX_BYTES

    /** Tells that the token of [key] is not encrypted, and that it is not used therefore: anybody may have written it. */
    fun requireUnencrypted(key: TokenKey): Token? {
        if (current().document?.isSingleToken == true) throw errors.notEncrypted()
        notice("The token of ${key.value.printable()} in the token file ${path.printable()} is not encrypted and is not used.")
        return null
    }

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
        // Not before: what has come from a server is to be safe as soon as can be.
        if (!areLeftoversDeleted) writer.deleteLeftovers(target)
        areLeftoversDeleted = true
        return true
    }

    /** @throws StoreException when the owner of the file does not want it written. */
    fun refuseReadOnly(snapshot: Snapshot) {
        if (snapshot.stamp?.isReadOnly == true) throw errors.readOnly()
    }

    /** What could be read of a damaged file, with which it has been replaced. */
    private fun recover(
        target: Path,
        content: ByteArray?,
    ): TokenDocument {
        backups.moveToBackup(target, content) { replace(target, it) }?.let { return it }
        latest = null
        return TokenDocument.EMPTY
    }

    /** What can be read of the [content] of a damaged file, for who must leave it as it is because somebody else has the write lock. */
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

    /** Tells of the files beside this one that keep what was damaged, if there are any. */
    fun reportDamagedBackups(): Unit = backups.reportBackups()

    /**
     * The lock file of [key], in a directory that exists.
     *
     * @throws StoreException when the token file is read-only, or could not be replaced afterwards.
     */
    fun keyLock(key: TokenKey): Path {
        refuseNeverWritten()
        return locks.of(key, target()) { current().document?.isSingleToken == true }
    }

    /**
     * The lock file for prompting for [key], in a directory that exists.
     *
     * @throws StoreException when there cannot be one, or the token of a login could not be stored: nobody would find it here.
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
        // Programs that know nothing of our lock may have been quicker.
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
        /** No new entry makes the file larger: ten thousand tokens and more. 16 MiB. */
        const val FULL_BYTES: Int = 16 shl 20

        /** Bytes for the largest token, also if it is encrypted, which makes it longer by a third. */
        private const val ROOM = TokenSizeLimit.BYTES * 3L / 2
    }
}
