// Tested by FileTokenStoreTest and HostileTokenFileTest.
package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.files.DirectoryPermissions
import io.github.oidcauth.internal.files.FileStamp
import io.github.oidcauth.internal.files.OwnerOnlyPermissions
import io.github.oidcauth.internal.files.printable
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokenfile.TokenFileReader.Snapshot
import io.github.oidcauth.internal.tokenfile.document.BareTokenDocument
import io.github.oidcauth.internal.tokenfile.document.StoreRecovery
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import java.io.IOException
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Clock
import kotlin.time.TimeSource

/** Reads the token file at [path], and remembers its content. Blocking; takes no locks. [TokenFileWriter] changes the file. */
internal class TokenFile(
    val path: Path,
    private val clock: Clock,
    private val notices: StoreNotices,
    private val owner: Int?,
    /** True if the directory is only for this file, and not one that the user has for other files as well. */
    private val isOwnDirectory: Boolean = false,
    private val time: TimeSource = TimeSource.Monotonic,
) {
    private val directoryPermissions = DirectoryPermissions(isOwnDirectory, owner, ::notice)
    private val reader = TokenFileReader(path, clock, owner, isOwnDirectory, time)
    private val noticed: MutableSet<String> = ConcurrentHashMap.newKeySet()
    val errors: TokenFileErrors by lazy { TokenFileErrors(path) }

    @Volatile
    private var latest: Snapshot? = null

    /** Returns the current content of the file. Reads it unless it is known to be unchanged. */
    fun current(): Snapshot = known() ?: run {
        directoryPermissions.check(path)
        read()
    }

    /** Does the same as [current] for a caller of [target], which has checked the directory. */
    fun currentInDirectory(): Snapshot = known() ?: read()

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

    /** Reports that the token of [key] is not encrypted and is therefore not used: another program may have written it. */
    fun requireUnencrypted(key: TokenKey): Token? {
        if (current().document?.isSingleToken == true) throw errors.notEncrypted()
        notice("The token of ${key.value.printable()} in the token file ${path.printable()} is not encrypted and is not used.")
        return null
    }

    /**
     * Returns the readable entries of the [content] of a damaged file that must not be changed because another caller holds the
     * write lock.
     */
    fun recovered(content: ByteArray?): TokenDocument {
        val recovered = content?.let(StoreRecovery::of)
        val what =
            recovered?.let { "What can be read of it is used: ${DamagedFileBackups.names(it)}." } ?: "Nothing of it can be read."
        notice(
            "The token file ${path.printable()} is damaged, and stays as it is while another process, or a part of this one, " +
                "has its lock for writing. $what You may have to log in again.",
        )
        return recovered ?: TokenDocument.EMPTY
    }

    /** Remembers [document] as the content of the file after a write that left it with the stamp [written]. */
    fun rememberWritten(
        written: FileStamp,
        document: TokenDocument,
        pieces: List<ByteArray>,
    ) {
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

    /** Forgets the content, so that the next caller reads the file. */
    fun forget() {
        latest = null
    }
}
