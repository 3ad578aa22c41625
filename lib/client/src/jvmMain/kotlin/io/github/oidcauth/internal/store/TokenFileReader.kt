package io.github.oidcauth.internal.store

import io.github.oidcauth.StoreException
import java.io.IOException
import java.io.InputStream
import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.util.Arrays
import kotlin.time.Clock

/**
 * Reads a token file, if it can be trusted: a regular file of the user this process runs for or of root, of a sensible size. A symbolic link
 * is refused, unless it is a [MountedSecret].
 */
internal class TokenFileReader(
    private val path: Path,
    private val clock: Clock,
    private val owner: Int?,
) {
    /** What was in the file, and when that is still true. */
    class Snapshot(
        /** Null when there is no file. */
        val stamp: FileStamp?,
        /** What the document was read from, or written as. Null when there is no file. */
        val content: ByteArray?,
        /** Null when the content is damaged. */
        val document: TokenDocument?,
        /** Whether a file with an equal stamp has the same content. */
        val isSettled: Boolean,
    )

    private val mountedSecret = MountedSecret(owner)

    /** @throws StoreException when the file must not be written. */
    fun check() {
        refuseLink()
        if (Files.isSymbolicLink(path)) {
            throw StoreException(
                "The token file ${path.shown()} is mounted by Kubernetes and read-only. Nothing in it was changed. " +
                    "For tokens that can be refreshed use a token file on a volume that can be written.",
            )
        }
        FileStamp.of(path)?.let(::refuseUntrusted)
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
            refuseLink()
            val before = FileStamp.of(path)
            if (before == null) {
                return Snapshot(null, null, TokenDocument.EMPTY, isSettled = true)
            }
            refuseUntrusted(before)
            val openedAt = clock.now()
            val content =
                try {
                    content(before.size.toInt(), known?.content)
                } catch (_: NoSuchFileException) {
                    return@repeat
                }
            if (FileStamp.of(path) == before) {
                return Snapshot(before, content, parse(content, known), before.isSettled(openedAt))
            }
        }
        throw StoreException(
            "The token file ${path.shown()} changes faster than it can be read. Another program keeps writing it.",
        )
    }

    /** The bytes of the file, [known] itself when they are the same. A file that is not of [size] has another stamp by now. */
    private fun content(
        size: Int,
        known: ByteArray?,
    ): ByteArray {
        if (known != null && known.size == size && has(known)) return known
        val content = ByteArray(size)
        open().use { input ->
            var filled = 0
            while (filled < size) {
                val count = input.read(content, filled, minOf(CHUNK, size - filled))
                if (count < 0) break
                filled += count
            }
        }
        return content
    }

    /** What has become a link since it was looked at is not followed. */
    private fun open(): InputStream =
        if (isMounted()) Files.newInputStream(path) else Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)

    /** Whether the file holds [expected], told without a copy of it. */
    private fun has(expected: ByteArray): Boolean =
        open().use { input ->
            val chunk = ByteArray(minOf(CHUNK, expected.size))
            var seen = 0
            while (seen < expected.size) {
                val count = input.read(chunk, 0, minOf(CHUNK, expected.size - seen))
                if (count < 0 || !Arrays.equals(chunk, 0, count, expected, seen, seen + count)) return false
                seen += count
            }
            true
        }

    private fun parse(
        content: ByteArray,
        known: Snapshot?,
    ): TokenDocument? = if (content ===
        known?.content
    ) {
        known.document
    } else {
        TokenDocument.parse(content, known?.document ?: TokenDocument.EMPTY)
    }

    private fun refuseUntrusted(stamp: FileStamp) {
        val name = path.shown()
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

    /** A link can lead to another place tomorrow, and who can make one in a shared directory leads us to another file of ours. */
    private fun refuseLink() {
        if (!Files.isSymbolicLink(path) || mountedSecret.isOne(path)) return
        throw StoreException(
            "The token file ${path.shown()} is a symbolic link, so it is neither read nor written. It leads to " +
                "${leadsTo().shown()}: name that file, or move it to where the link is.",
        )
    }

    private fun leadsTo(): Path =
        try {
            path.toRealPath()
        } catch (_: IOException) {
            path.resolveSibling(Files.readSymbolicLink(path)).normalize()
        }

    companion object {
        /** A hundred thousand tokens. 16 MiB. */
        const val MAX_BYTES: Int = 16 shl 20

        private const val CHUNK = 1 shl 17
        private const val MAX_ATTEMPTS = 100
    }
}
