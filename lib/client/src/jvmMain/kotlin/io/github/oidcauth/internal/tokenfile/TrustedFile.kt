// Tested by TokenFileReaderTest and HostileTokenFileTest.
package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoreException
import io.github.oidcauth.internal.files.FileStamp
import io.github.oidcauth.internal.files.MountedSecret
import io.github.oidcauth.internal.files.ProcessOwner
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.OpenOption
import java.nio.file.Path
import java.nio.file.StandardOpenOption

/**
 * A token file that is only opened if it can be trusted: a regular file of a plausible size that belongs to the user of this
 * process or to root. A symbolic link is refused, unless it is a [MountedSecret].
 *
 * A file is read from one opening, but only equal stamps before and after show which file was opened ([isStill]).
 */
internal class TrustedFile(
    private val path: Path,
    private val owner: Int?,
    private val opener: FileOpener = FileOpener.SYSTEM,
) {
    /** The file as it was found. */
    class Sight(
        val stamp: FileStamp,
        /** True if the path is a link that may be followed. */
        val isLink: Boolean,
    )

    private val errors get() = TokenFileErrors(path)

    /**
     * Returns the file as it is now, or null when there is none.
     *
     * @throws StoreException when it must be neither read nor written.
     */
    fun look(): Sight? {
        val seen = stampOfPath()
        val isLink = seen != null && isLink(seen)
        val stamp = (if (isLink) FileStamp.of(path) else seen) ?: return null
        refuseUntrusted(stamp)
        return Sight(stamp, isLink)
    }

    /**
     * Checks that the file may be written.
     *
     * @throws StoreException when it must not.
     */
    fun checkWritable() {
        val stamp = stampOfPath() ?: return
        if (isLink(stamp)) throw errors.mounted()
        refuseUntrusted(stamp)
    }

    /** Opens the file that was [seen]. A path that has become a link meanwhile is not followed. */
    fun open(seen: Sight): FileChannel = opener.open(path, if (seen.isLink) FOLLOWING else NOT_FOLLOWING)

    /** Returns true if the file is the one that was [seen], and unchanged. */
    fun isStill(seen: Sight): Boolean = FileStamp.of(path) == seen.stamp

    /** Returns the stamp of the file, or of a link with its name that may be followed. */
    private fun stampOfPath(): FileStamp? {
        val stamp = FileStamp.of(path, LinkOption.NOFOLLOW_LINKS) ?: return null
        if (isLink(stamp)) refuseLink()
        return stamp
    }

    private fun isLink(stamp: FileStamp): Boolean = !stamp.isRegularFile && Files.isSymbolicLink(path)

    private fun refuseUntrusted(stamp: FileStamp) {
        if (!stamp.isRegularFile) throw errors.notRegular(stamp)
        // Root has access anyway, and passes tokens to jobs in files: Kubernetes mounts secrets that belong to root.
        if (owner != null && stamp.owner != owner && stamp.owner != ProcessOwner.ROOT) throw errors.foreignOwner(stamp.owner)
        if (stamp.size > MAX_BYTES) throw errors.tooLarge(stamp.size)
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
    }
}
