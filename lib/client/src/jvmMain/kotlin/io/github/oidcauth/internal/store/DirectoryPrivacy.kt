package io.github.oidcauth.internal.store

import java.io.IOException
import java.nio.file.Path

/**
 * Sees to it that nobody else gets at a token file by way of its directory. A directory of ours becomes its owner's alone; one
 * that the user has chosen is theirs, so it is left as it is and told of when anybody may replace the file.
 */
internal class DirectoryPrivacy(
    private val isOurs: Boolean,
    private val owner: Int?,
    private val notice: (String) -> Unit,
) {
    /** Looks at the directory of [file]. One that is not there, or cannot be looked at, is no matter of this. */
    fun check(file: Path) {
        val directory = file.parent ?: return
        val stamp =
            try {
                FileStamp.of(directory)
            } catch (_: IOException) {
                null
            }
        if (stamp == null || owner == null) return
        if (isOurs && stamp.isOpenToOthers && stamp.owner == owner) {
            if (OwnerOnly.tightenDirectory(directory)) {
                notice("Other users could look into the directory of the token file ${file.shown()}. It is yours alone now.")
            }
        } else if (stamp.isOpenToAll) {
            notice(
                "Anybody may replace the token file ${file.shown()}, because anybody may write to its directory. " +
                    "Take that right from others with chmod o-w, or use a directory of your own.",
            )
        }
    }
}
