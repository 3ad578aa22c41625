package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoreException
import io.github.oidcauth.internal.files.FileStamp
import io.github.oidcauth.internal.files.MountedSecret
import io.github.oidcauth.internal.files.ProcessOwner
import io.github.oidcauth.internal.tokenfile.document.BareToken
import io.github.oidcauth.internal.tokenfile.document.BareTokenDocument
import io.github.oidcauth.internal.tokenfile.document.StoreRecovery
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.NoSuchFileException
import java.nio.file.OpenOption
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import kotlin.time.Clock
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource

/**
 * Reads a token file if it can be trusted: a regular file of a plausible size that belongs to the user of this process or to
 * root. A symbolic link is refused, unless it is a [MountedSecret].
 */
internal class TokenFileReader(
    private val path: Path,
    private val clock: Clock,
    private val owner: Int?,
    /** True if the file is in the library's own directory, and was not named by the user. */
    private val isOurs: Boolean,
    private val time: TimeSource = TimeSource.Monotonic,
    /** Opens the file. Replaced by tests that change the file between two checks. */
    private val open: (Path, Set<OpenOption>) -> FileChannel = { file, options -> FileChannel.open(file, options) },
) {
    /** The content of the file at one moment, with the data that show if it is still current. */
    class Snapshot(
        /** The stamp of the file, or null when there is no file. */
        val stamp: FileStamp?,
        /** The content of the file, or null when the text of the document is exactly the same, or when there is no file. */
        val content: ByteArray?,
        /** The document, or null when the content is damaged. */
        val document: TokenDocument?,
        /** True if a file with an equal stamp has the same content. */
        val isSettled: Boolean,
        /** The time since which the file has this stamp. */
        val seenSince: TimeMark,
    )

    private val errors by lazy { TokenFileErrors(path) }

    /**
     * Checks that the file may be written.
     *
     * @throws StoreException when it must not.
     */
    fun check() {
        val stamp = look() ?: return
        if (isLink(stamp)) throw errors.mounted()
        refuseUntrusted(stamp)
    }

    /** Returns true if another program replaces the file and controls its permissions. */
    fun isMounted(): Boolean = Files.isSymbolicLink(path)

    /**
     * Returns the current content of the file. Content that is unchanged since [known] is not parsed again.
     *
     * @throws StoreException when the file must be neither read nor written.
     */
    fun read(known: Snapshot?): Snapshot {
        // A file is read from one opening, but only equal stamps before and after show which file was opened.
        repeat(MAX_ATTEMPTS) {
            val seen = look()
            val isLink = seen != null && isLink(seen)
            val before = if (isLink) FileStamp.of(path) else seen
            if (before == null) {
                return Snapshot(null, null, TokenDocument.EMPTY, isSettled = true, time.markNow())
            }
            refuseUntrusted(before)
            val seenSince = known?.takeIf { it.stamp == before }?.seenSince ?: time.markNow()
            val isSettled = before.isSettled(clock.now()) || seenSince.elapsedNow() > LONGEST_TICK
            val reading =
                try {
                    read(before.size.toInt(), known, isLink)
                } catch (_: NoSuchFileException) {
                    return@repeat
                }
            if (FileStamp.of(path) == before) {
                val document = if (isOurs) ownDocument(reading) else namedDocument(reading)
                return Snapshot(before, reading.content, document, isSettled, seenSince)
            }
        }
        throw errors.changing()
    }

    private class Reading(
        val content: ByteArray?,
        val document: TokenDocument?,
    )

    /** Reads the file of [size] bytes. If it has become shorter, reads what is left; then its stamp has changed. */
    private fun read(
        size: Int,
        known: Snapshot?,
        isLink: Boolean,
    ): Reading =
        open(path, if (isLink) FOLLOWING else NOT_FOLLOWING).use { channel ->
            val file = ChannelBytes(channel, size)
            if (known?.content?.let { it.size == size && file.has(0, it) } == true) return Reading(known.content, known.document)
            known?.document?.updateFrom(file)?.let { return Reading(null, it) }
            TokenDocument.scan(file, known?.document ?: TokenDocument.EMPTY)?.let { return Reading(null, it) }
            val content = file.read(0, size)
            val document = TokenDocument.parse(content, known?.document ?: TokenDocument.EMPTY)
            Reading(content.takeUnless { document?.isVerbatim == true }, document)
        }

    /** Returns the stamp of the file, or of a link with its name that may be followed. */
    private fun look(): FileStamp? = FileStamp.of(path, LinkOption.NOFOLLOW_LINKS)?.also { if (isLink(it)) refuseLink() }

    private fun isLink(stamp: FileStamp): Boolean = !stamp.isRegularFile && Files.isSymbolicLink(path)

    private fun refuseUntrusted(stamp: FileStamp) {
        if (!stamp.isRegularFile) throw errors.notRegular(stamp)
        // Root has access anyway, and passes tokens to jobs in files: Kubernetes mounts secrets that belong to root.
        if (owner != null && stamp.owner != owner && stamp.owner != ProcessOwner.ROOT) throw errors.foreignOwner(stamp.owner)
        if (stamp.size > MAX_BYTES) throw errors.tooLarge(stamp.size)
    }

    private fun ownDocument(reading: Reading): TokenDocument? {
        if (reading.document == null) refuseBareToken(checkNotNull(reading.content))
        return reading.document
    }

    /**
     * Returns the document of a file that the user named, or null when it is a damaged token file whose entries can be recovered.
     * Any other file was named by mistake, and is not changed.
     */
    private fun namedDocument(reading: Reading): TokenDocument? {
        val document = reading.document
        if (document != null && document.isTokenFile) return document
        val content = reading.content ?: document?.pieces()?.flatten() ?: ByteArray(0)
        BareTokenDocument.of(content)?.let { return it }
        if (document != null || StoreRecovery.of(content) == null) throw errors.noTokenFile(content)
        return null
    }

    private fun List<ByteArray>.flatten(): ByteArray = fold(ByteArray(0), ByteArray::plus)

    /** Throws if [content] is a bare token: a user has put it there, so it is not damaged and is not changed. */
    private fun refuseBareToken(content: ByteArray) {
        BareToken.kindOf(content)?.let { throw errors.bareTokenInPlaceOfStore(it) }
    }

    /**
     * Refuses a link. Its target may change, and a user who can create links in a shared directory could direct this process to
     * another of its own files.
     */
    private fun refuseLink() {
        if (Files.isSymbolicLink(path) && !MountedSecret(owner).matches(path)) throw errors.symbolicLink()
    }

    companion object {
        /** 32 MiB, more than the size that a store can reach: see [TokenFileWriter.FULL_BYTES]. */
        const val MAX_BYTES: Int = 32 shl 20

        private val FOLLOWING = setOf<OpenOption>(StandardOpenOption.READ)

        /** Options with which a path that has become a link meanwhile is not followed. */
        private val NOT_FOLLOWING = setOf<OpenOption>(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
        private const val MAX_ATTEMPTS = 100

        /**
         * The longest tick of a file system. If a stamp was seen for longer, the current time does not matter: the clock of a
         * file server may differ, and the local clock may have been set back.
         */
        private val LONGEST_TICK = 2.seconds
    }
}
