package io.github.oidcauth.internal.store

import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.protocol.printable
import io.github.oidcauth.internal.store.TokenFileReader.Snapshot
import java.io.IOException
import java.nio.file.DirectoryIteratorException
import java.nio.file.FileSystemException
import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.security.MessageDigest
import java.security.SecureRandom
import java.util.HexFormat
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Clock
import kotlin.time.Instant
import kotlin.time.TimeSource

/**
 * The token file at [path] and what lies beside it. Blocking; takes no locks, but says which files stand for them (see [FileLocks]):
 *
 * - `<file>.lock`, the write lock, guards reading, changing and replacing the file as one step, moving it aside, and the temporary
 *   files but those of a rehearsal. Under it there is work with these files and nothing else: no request, no waiting for a person, no key lock.
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
    isOwnDirectory: Boolean = false,
    private val mounts: MountTable = MountTable(),
    private val time: TimeSource = TimeSource.Monotonic,
) {
    private val privacy = DirectoryPrivacy(isOwnDirectory, owner, ::notice)
    private val reader = TokenFileReader(path, clock, owner, time)
    private val noticed: MutableSet<String> = ConcurrentHashMap.newKeySet()
    private val random = SecureRandom()

    @Volatile
    private var latest: Snapshot? = null

    @Volatile
    private var isSwept = false

    /** The file as it is now. Read only if it is not known to be unchanged. */
    fun current(): Snapshot = known() ?: run {
        privacy.check(path)
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
            known.document?.takeIf { known.stamp?.isThatOf(path) ?: false }
        } catch (_: IOException) {
            null
        }
    }

    private fun read(): Snapshot {
        val snapshot = reader.read(latest)
        latest = snapshot
        if (snapshot.stamp?.isOpenToOthers == true && !reader.isMounted()) narrow(snapshot.stamp)
        return snapshot
    }

    /** Takes the file from others. One that its owner does not want written has been given to somebody like that, and stays. */
    private fun narrow(stamp: FileStamp) {
        val isNarrowed = !stamp.isReadOnly && stamp.owner == owner && OwnerOnly.tighten(path)
        notice(
            "Other users ${if (isNarrowed) "could" else "may"} read the token file ${path.shown()}. " +
                if (isNarrowed) "It is yours alone now." else "It becomes yours alone when it is next written.",
        )
    }

    /** Tells a person once. */
    fun notice(message: String) {
        if (noticed.add(message)) notices.report(message)
    }

    /** The file that is replaced when this one is written: itself, by its real name. Makes missing directories. */
    fun target(): Path {
        val isDirectoryThere = privacy.check(path)
        reader.check()
        if (!isDirectoryThere) {
            makeDirectory(path.parent)
            privacy.check(path)
        }
        return path.parent.toRealPath().resolve(path.fileName)
    }

    fun writeLock(target: Path): Path = target.resolveSibling("${target.fileName}.lock")

    /**
     * The lock file of [key], in a directory that exists. A single token may be anybody's until it is first written, so all keys share
     * its lock.
     *
     * @throws StoreException when the token file could not be replaced afterwards.
     */
    fun keyLock(
        target: Path,
        key: TokenKey,
    ): Path {
        refuseIrreplaceable(target)
        val directory = target.resolveSibling("${target.fileName}.locks")
        makeDirectory(directory)
        val stamp = FileStamp.of(directory, LinkOption.NOFOLLOW_LINKS)
        if (stamp?.isDirectory != true || (owner != null && stamp.owner != owner)) {
            throw StoreException("${directory.shown()}, where locks belong, is not a directory of yours. Remove it.")
        }
        if (stamp.isOpenToOthers) narrowLocks(directory)
        val name = if (current().document?.isSingleToken == true) "token" else hash(key.value)
        return directory.resolve("$name.lock")
    }

    /** Who can open a lock file can hold it, and who may write to the directory can take it away. */
    private fun narrowLocks(directory: Path) {
        val isNarrowed = OwnerOnly.tightenDirectory(directory)
        notice(
            "Other users ${if (isNarrowed) "could" else "can"} reach the locks in ${directory.shown()}. " +
                if (isNarrowed) "It is yours alone now." else "Take that right from them with chmod go-rwx.",
        )
    }

    /** Nobody knows before whether a write will succeed, but some have no chance. */
    private fun refuseIrreplaceable(target: Path) {
        val name = path.shown()
        if (!Files.isWritable(target.parent)) {
            throw StoreException("The directory of the token file $name is read-only. Use a token file that can be replaced.")
        }
        val lock = writeLock(target)
        if (Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(lock)) {
                throw StoreException("The lock file ${lock.shown()} is not a file that you may write. Remove it.")
            }
            if (LockClaim.isForeign(Files.size(lock))) throw LockClaim.foreign(lock)
        }
        // The mode of a file of ours has been looked at. A file of root's is replaced, which its own rights have no say in.
        if (FileStamp.of(target)?.owner?.let { it == owner } == true && !Files.isWritable(target)) {
            throw StoreException(
                "The token file $name cannot be written, though its mode allows it: it is immutable, or mounted read-only. " +
                    "Use another one.",
            )
        }
        if (target in mounts) {
            throw StoreException(
                "The token file $name is mounted by itself, as containers do, so it cannot be replaced. " +
                    "Mount the directory that it is in, or use a copy of it.",
            )
        }
    }

    /**
     * Finds out whether there is room for the file with a new token in it, before a refresh token is spent for that. For who holds a key
     * lock: those who wait for it would fill the disk together.
     */
    fun rehearse(): Unit = writer.rehearse(path, (current().stamp?.size ?: 0) + ROOM)

    /** What to throw when [key] asks for the single token of [another]. */
    fun ofAnother(
        another: TokenDocument.Entry.OfAnother,
        key: TokenKey,
    ): StoreException {
        val name = path.shown()
        val host = another.host ?: return StoreException(
            "The token file $name does not say whose token it holds: its member \"host\" is no host, nor an issuer's key. " +
                "Nothing in it was changed. Correct that member, or bring the token along anew with `oidc-auth --json`.",
        )
        return StoreException(
            "The token file $name holds one token, that of ${host.value.printable()}, and none for ${key.value.printable()}. " +
                "Nothing in it was changed. To keep several, name a whole store, such as the token-store.json of oidc-auth.",
        )
    }

    /** What to throw when the token of [key] is encrypted and there is no cipher. */
    fun sealed(key: TokenKey): StoreException =
        StoreException(
            "The token of ${key.value.printable()} in the token file ${path.shown()} is encrypted. Nothing in it was changed. " +
                "Use the store that wrote it, such as --store keyring, or remove the entry.",
        )

    /** Tells that the token of [key] is not encrypted, and that it is not used therefore: anybody may have written it. */
    fun notSealed(key: TokenKey): Token? {
        if (current().document?.isSingleToken == true) throw notSealedAtAll()
        notice("The token of ${key.value.printable()} in the token file ${path.shown()} is not encrypted and is not used.")
        return null
    }

    /** What to throw when there is a single token in the place of an encrypted store. */
    fun notSealedAtAll(): StoreException =
        StoreException(
            "The token file ${path.shown()} holds one token that is not encrypted. Nothing in it was changed. " +
                "Name another file for encrypted tokens.",
        )

    /** @throws StoreException when the owner of the file does not want it written. */
    fun refuseReadOnly(snapshot: Snapshot) {
        if (snapshot.stamp?.isReadOnly != true) return
        throw StoreException(
            "The token file ${path.shown()} is read-only. Nothing in it was changed. " +
                "Make it writable with chmod u+w, or use another one.",
        )
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
        val document = before.document ?: moveAside(target, before.content)
        val entry = key?.let { document[it] }
        if (entry is TokenDocument.Entry.OfAnother) throw ofAnother(entry, checkNotNull(key))
        val after = change(document)
        if (after === document) return false
        if (!isSwept) writer.sweep(target)
        isSwept = true
        when {
            document.isSingleToken && !after.isSingleToken -> {
                Files.delete(target)
                latest = null
            }

            entry != null && isUnreadable(entry) -> {
                replaceKeepingCopy(target, checkNotNull(key), after)
            }

            else -> {
                replace(target, after)
            }
        }
        return true
    }

    /** Moves a damaged file out of the way, and rescues what can be read of its [content]. For who holds the write lock. */
    private fun moveAside(
        target: Path,
        content: ByteArray?,
    ): TokenDocument {
        val aside = aside(target)
        val isPrivate = OwnerOnly.tighten(target)
        val rescued = content?.let(StoreRescue::of)
        if (rescued == null) {
            Files.move(target, aside)
            latest = null
        } else {
            rescue(target, aside, rescued)
        }
        val lost = if (rescued == null) "" else " What could be read of it has been rescued: ${names(rescued)}."
        notices.report(
            "The token file ${path.shown()} was damaged and has been moved to ${aside.shown()}.$lost " +
                "You may have to log in again." +
                if (isPrivate) "" else " It belongs to another user, so its permissions are as they were.",
        )
        return rescued ?: TokenDocument.EMPTY
    }

    /** What can be read of the [content] of a damaged file, for who must leave it as it is because somebody else has the write lock. */
    fun rescued(content: ByteArray?): TokenDocument {
        val rescued = content?.let(StoreRescue::of)
        val what = if (rescued == null) "Nothing of it can be read." else "What can be read of it is used: ${names(rescued)}."
        notice(
            "The token file ${path.shown()} is damaged, and stays as it is while another process, or a part of this one, has " +
                "its lock for writing. $what You may have to log in again.",
        )
        return rescued ?: TokenDocument.EMPTY
    }

    /** Keeps the damaged file as [aside], and puts [rescued] in its place: at no moment is there neither. */
    private fun rescue(
        target: Path,
        aside: Path,
        rescued: TokenDocument,
    ) {
        try {
            Files.createLink(aside, target)
        } catch (_: UnsupportedOperationException) {
            Files.copy(target, aside, StandardCopyOption.COPY_ATTRIBUTES)
        } catch (_: FileSystemException) {
            Files.copy(target, aside, StandardCopyOption.COPY_ATTRIBUTES)
        }
        var isReplaced = false
        try {
            replace(target, rescued)
            isReplaced = true
        } finally {
            if (!isReplaced) Files.deleteIfExists(aside)
        }
    }

    private fun names(document: TokenDocument): String {
        val ever = Instant.DISTANT_PAST
        val names = (document.keys(ever) + document.sealedKeys(ever)).map { it.value.printable() }
        val more = if (names.size > SHOWN_NAMES) " and ${names.size - SHOWN_NAMES} more" else ""
        return names.take(SHOWN_NAMES).joinToString() + more
    }

    /** Tells of the files beside this one that keep what was damaged, if there are any. */
    fun tellOfFilesAside() {
        val names = filesAside(path).map { it.shown() }.sorted()
        if (names.isEmpty()) return
        val more = if (names.size > SHOWN_ASIDE) " and ${names.size - SHOWN_ASIDE} more" else ""
        notices.report(
            "Damaged token files that were kept may still hold tokens: ${names.take(SHOWN_ASIDE).joinToString()}$more. " +
                "Delete them when you no longer need them.",
        )
    }

    private fun filesAside(target: Path): List<Path> =
        try {
            Files.newDirectoryStream(target.parent) { it.fileName.toString().startsWith(asidePrefix(target)) }.use { it.toList() }
        } catch (_: IOException) {
            // No directory, or one that cannot be listed.
            emptyList()
        } catch (_: DirectoryIteratorException) {
            emptyList()
        }

    /** Replaces the file, whose entry of [key] cannot be read, and keeps a copy of it as it was. */
    private fun replaceKeepingCopy(
        target: Path,
        key: TokenKey,
        document: TokenDocument,
    ) {
        val aside = aside(target)
        writer.create(aside, Files.readAllBytes(target))
        var isReplaced = false
        try {
            replace(target, document)
            isReplaced = true
        } finally {
            if (!isReplaced) Files.deleteIfExists(aside)
        }
        notices.report(
            "The entry ${key.value.printable()} of the token file ${path.shown()} could not be read. " +
                "The file as it was has been kept as ${aside.shown()}.",
        )
    }

    private fun replace(
        target: Path,
        document: TokenDocument,
    ) {
        val pieces = document.pieces()
        if (pieces.sumOf { it.size.toLong() } > TokenFileReader.MAX_BYTES) {
            throw StoreException(
                "The token file ${path.shown()} is full: it may have ${TokenFileReader.MAX_BYTES} bytes. Remove some.",
            )
        }
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

    /** A name that tells when, and that no file has. */
    private fun aside(target: Path): Path {
        val time = Instant.fromEpochSeconds(clock.now().epochSeconds).toString().filter { it != '-' && it != ':' }
        val tail = HexFormat.of().formatHex(ByteArray(ASIDE_BYTES).also(random::nextBytes))
        return target.resolveSibling("${asidePrefix(target)}$time-$tail")
    }

    private fun asidePrefix(target: Path): String = "${target.fileName}.corrupt-"

    private fun makeDirectory(directory: Path) {
        if (!Files.isDirectory(directory)) Files.createDirectories(directory, *OwnerOnly.directory(directory))
    }

    private fun hash(key: String): String =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.encodeToByteArray())).take(HASH_DIGITS)

    private companion object {
        const val ASIDE_BYTES = 4
        const val SHOWN_ASIDE = 5
        const val SHOWN_NAMES = 5
        const val HASH_DIGITS = 32

        /** More than a token takes, and what others may write meanwhile. */
        const val ROOM = 64L shl 10
    }
}
