// Tested by StoredAccessTokenTest.
package io.github.oidcauth.internal.files

import java.nio.file.Files
import java.nio.file.Path

/** The rules for the directory of a token file, which [DirectoryPermissions] enforces and reports. */
internal class DirectoryTrust(
    /** True if the directory is the library's own. */
    private val isOurs: Boolean,
    private val owner: Int?,
) {
    /** Returns true if the directory of [file] exists and [DirectoryPermissions] has nothing to refuse, change or report. */
    fun isInOrder(file: Path): Boolean {
        val directory = file.parent ?: return false
        if (isOurs && Files.isSymbolicLink(directory)) return false
        val stamp = FileStamp.of(directory)?.takeIf { it.isDirectory } ?: return false
        if (owner == null) return true
        if (!isTrusted(stamp.owner)) return false
        return if (isOurs) !stamp.isOpenToOthers else !stamp.isOpenToAll && !stamp.isOpenToGroup
    }

    /**
     * Returns true if the directory may belong to [actualOwner]. Root is accepted as the owner of a chosen directory, since root
     * can do anything and creates directories for jobs, but not as the owner of the library's own one.
     */
    fun isTrusted(actualOwner: Int?): Boolean = actualOwner == owner || (!isOurs && actualOwner == ProcessOwner.ROOT)
}
