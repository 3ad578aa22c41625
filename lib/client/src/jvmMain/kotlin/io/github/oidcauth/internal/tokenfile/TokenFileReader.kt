package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoreException
import io.github.oidcauth.internal.files.FileStamp
import io.github.oidcauth.internal.files.MountedSecret
import io.github.oidcauth.internal.files.ProcessOwner
import io.github.oidcauth.internal.files.printable
import io.github.oidcauth.internal.tokenfile.document.BareToken
import io.github.oidcauth.internal.tokenfile.document.BareTokenDocument
import io.github.oidcauth.internal.tokenfile.document.StoreRecovery
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import java.io.IOException
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
 * Reads a token file, if it can be trusted: a regular file of the user this process runs for or of root, of a sensible size. A symbolic link
 * is refused, unless it is a [MountedSecret].
 */
internal class TokenFileReader(
    private val path: Path,
    private val clock: Clock,
    private val owner: Int?,
    /** True if the file is where this library keeps tokens, and not one that somebody has named. */
    private val isOurs: Boolean,
    private val time: TimeSource = TimeSource.Monotonic,
    /** A seam for who changes the file between the looks at it. */
    private val open: (Path, Set<OpenOption>) -> FileChannel = { file, options -> FileChannel.open(file, options) },
) {
    /** What was in the file, and when that is still true. */
    class Snapshot(
        /** Null when there is no file. */
        val stamp: FileStamp?,
        /** What was in the file. Null when that is the text of the document, letter by letter, or there is no file. */
        val content: ByteArray?,
        /** Null when the content is damaged. */
        val document: TokenDocument?,
        /** Whether a file with an equal stamp has the same content. */
        val isSettled: Boolean,
        /** Since when the file has been seen with this stamp. */
        val seenSince: TimeMark,
    )

    private val mountedSecret = MountedSecret(owner)
    private val errors = TokenFileErrors(path)

    /** @throws StoreException when the file must not be written. */
    fun check() {
        val stamp = look() ?: return
        if (isLink(stamp)) {
            throw StoreException(
                "The token file ${path.printable()} is mounted by Kubernetes and read-only. Nothing in it was changed. " +
                    "For tokens that can be refreshed use a token file on a volume that can be written.",
            )
        }
        refuseUntrusted(stamp)
    }

    /** Whether the file is replaced by somebody else, who decides on who may read it. */
    fun isMounted(): Boolean = Files.isSymbolicLink(path)

    /**
     * The file as it is. What has not changed since it was [known] is not parsed again.
     *
     * @throws StoreException when the file must be neither read nor written.
     */
    fun read(known: Snapshot?): Snapshot {
        // Whole files come from one opening, but only the same stamp before and after tells whose file was opened.
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
        throw StoreException(
            "The token file ${path.printable()} changes faster than it can be read. Another program keeps writing it.",
        )
    }

    private class Reading(
        val content: ByteArray?,
        val document: TokenDocument?,
    )

    /** What is in the file, as far as it has [size] bytes. When it has not, it has another stamp by now. */
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

    /** What has the name of the file, be it the file or a link that may be followed. */
    private fun look(): FileStamp? = FileStamp.of(path, LinkOption.NOFOLLOW_LINKS)?.also { if (isLink(it)) refuseLink() }

    private fun isLink(stamp: FileStamp): Boolean = !stamp.isRegularFile && Files.isSymbolicLink(path)

    private fun refuseUntrusted(stamp: FileStamp) {
        val name = path.printable()
        if (stamp.isDirectory) throw StoreException("The token file $name is a directory. Name a file in it, or remove it.")
        if (!stamp.isRegularFile) throw StoreException("The token file $name is not a regular file. Use another one.")
        // An administrator could do worse, and hands tokens to jobs in files: Kubernetes mounts secrets as root's.
        if (owner != null && stamp.owner != owner && stamp.owner != ProcessOwner.ROOT) {
            throw StoreException(
                "The token file $name belongs to another user (id ${stamp.owner}), so it is neither read nor written. " +
                    "Use a file of your own, or make this one yours with chown.",
            )
        }
        if (stamp.size > MAX_BYTES) {
            throw StoreException(
                "The token file $name has ${stamp.size} bytes, more than any token file of at most $MAX_BYTES bytes. " +
                    "Check whether it is the right file; if so, move it away.",
            )
        }
    }

    private fun ownDocument(reading: Reading): TokenDocument? {
        if (reading.document == null) refuseBareToken(checkNotNull(reading.content))
        return reading.document
    }

    /**
     * Returns what a file says that somebody has named, or null when it was a token file before it was damaged: entries of it can be
     * rescued. Any other file was named by mistake, and stays as it is.
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

    /** Throws if [content] is a bare token: a user has put it there, so it is not damage and stays where it is. */
    private fun refuseBareToken(content: ByteArray) {
        val kind = BareToken.kindOf(content) ?: return
        throw StoreException(
            "The token file ${path.printable()} holds $kind by itself and no JSON, so it is neither used nor changed. " +
                "Put it into JSON, as in {\"access_token\": \"…\", \"host\": \"https://…\"}, or name another file.",
        )
    }

    /** A link can lead to another place tomorrow, and who can make one in a shared directory leads us to another file of ours. */
    private fun refuseLink() {
        if (!Files.isSymbolicLink(path) || mountedSecret.matches(path)) return
        throw StoreException(
            "The token file ${path.printable()} is a symbolic link, so it is neither read nor written. It leads to " +
                "${leadsTo().printable()}: name that file, or move it to where the link is.",
        )
    }

    private fun leadsTo(): Path =
        try {
            path.toRealPath()
        } catch (_: IOException) {
            path.resolveSibling(Files.readSymbolicLink(path)).normalize()
        }

    companion object {
        /** More than a store grows to, see [TokenFile.FULL_BYTES]. 32 MiB. */
        const val MAX_BYTES: Int = 32 shl 20

        private val FOLLOWING = setOf<OpenOption>(StandardOpenOption.READ)

        /** What has become a link since it was looked at is not followed. */
        private val NOT_FOLLOWING = setOf<OpenOption>(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
        private const val MAX_ATTEMPTS = 100

        /**
         * What a file system takes for one moment at the most. Whoever has seen a stamp for longer need not ask what the time is: the
         * clock of a server is another one, and ours may have been put back.
         */
        private val LONGEST_TICK = 2.seconds
    }
}
