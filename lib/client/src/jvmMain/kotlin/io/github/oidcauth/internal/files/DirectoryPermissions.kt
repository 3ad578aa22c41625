package io.github.oidcauth.internal.files

import io.github.oidcauth.StoreException
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/**
 * Sees to it that nobody else gets at a token file by way of its directory. A directory of ours becomes its owner's alone; one
 * that the user has chosen is theirs, so it is left as it is and told of when others may replace the file.
 *
 * Whose it is matters more than its permissions: an owner can change those at any time, and can rename and
 * delete what others have in
 * it, locks among that.
 */
internal class DirectoryPermissions(
    private val isOurs: Boolean,
    private val owner: Int?,
    private val notice: (String) -> Unit,
) {
    /**
     * Looks at the directory of [file], and returns whether it is there. One that is not, or cannot be looked at, is no matter of
     * this.
     *
     * @throws StoreException when no token should be kept in it.
     */
    fun check(file: Path): Boolean {
        val directory = file.parent ?: return false
        if (isOurs) refuseLink(directory)
        val stamp =
            try {
                FileStamp.of(directory)
            } catch (_: IOException) {
                null
            }
        if (stamp == null || owner == null) return stamp?.isDirectory == true
        refuseForeignOwner(directory, stamp.owner)
        when {
            isOurs -> if (stamp.isOpenToOthers) restrict(directory, file)
            stamp.isOpenToAll -> warnReplaceable("Anybody", "anybody", file, "o-w")
            stamp.isOpenToGroup -> warnReplaceable("Other users", "its group", file, "g-w")
        }
        return stamp.isDirectory
    }

    private fun restrict(
        directory: Path,
        file: Path,
    ) {
        val isRestricted = OwnerOnlyPermissions.restrictDirectory(directory)
        notice(
            "Other users ${if (isRestricted) "could" else "can"} look into the directory of the token file " +
                "${file.printable()}. " +
                if (isRestricted) "It is yours alone now." else "Take that right from them with chmod go-rwx.",
        )
    }

    private fun warnReplaceable(
        who: String,
        byWhom: String,
        file: Path,
        mode: String,
    ) {
        notice(
            "$who may replace the token file ${file.printable()}, because $byWhom may write to its directory. " +
                "Take that right from others with chmod $mode, or use a directory of your own.",
        )
    }

    /** The parents of the directory may be links: home directories and caches are on other disks everywhere. */
    private fun refuseLink(directory: Path) {
        if (!Files.isSymbolicLink(directory)) return
        val target =
            try {
                directory.toRealPath()
            } catch (_: IOException) {
                directory.resolveSibling(Files.readSymbolicLink(directory)).normalize()
            }
        throw StoreException(
            "The directory ${directory.printable()}, where tokens are kept, is a symbolic link, so it is not used. It leads to " +
                "${target.printable()}: move that to where the link is, or name a token file in it. A link in the place of a " +
                "directory above, such as the one that XDG_CACHE_HOME names, is followed.",
        )
    }

    /** Root could do worse, and gives directories to jobs; but ours is nobody else's. */
    private fun refuseForeignOwner(
        directory: Path,
        actualOwner: Int?,
    ) {
        if (actualOwner == owner || (!isOurs && actualOwner == ProcessOwner.ROOT)) return
        throw StoreException(
            "The directory of the token file, ${directory.printable()}, belongs to another user (id $actualOwner), who can " +
                "replace what is in it, so it is not used. Use a directory of your own, or make this one yours with chown.",
        )
    }
}
