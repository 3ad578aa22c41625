// Tested by FileTokenStoreTest.
package io.github.oidcauth.internal.files

import io.github.oidcauth.StoreException
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/**
 * Prevents other users from accessing a token file through its directory. The library's own directory is made accessible to its
 * owner only. A directory that the user has chosen is not changed; the user is warned if others may replace the file.
 *
 * The owner of the directory matters more than its permissions: an owner can change the permissions at any time, and can rename
 * and delete files of others in it, including locks.
 */
internal class DirectoryPermissions(
    private val isOurs: Boolean,
    private val owner: Int?,
    private val notice: (String) -> Unit,
) {
    private val trust = DirectoryTrust(isOurs, owner)

    /**
     * Checks the directory of [file], and returns whether it exists. A directory that does not exist or cannot be examined is not
     * reported here.
     *
     * @throws StoreException when tokens must not be stored in it.
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

    /**
     * Refuses a directory that is a link. Its parents may be links, because home directories and caches are often on other disks.
     */
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

    /** Refuses a directory of another user. */
    private fun refuseForeignOwner(
        directory: Path,
        actualOwner: Int?,
    ) {
        if (trust.isTrusted(actualOwner)) return
        throw StoreException(
            "The directory of the token file, ${directory.printable()}, belongs to another user (id $actualOwner), who can " +
                "replace what is in it, so it is not used. Use a directory of your own, or make this one yours with chown.",
        )
    }
}
