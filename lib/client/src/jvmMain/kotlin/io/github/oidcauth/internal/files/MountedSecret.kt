package io.github.oidcauth.internal.files

import java.io.IOException
import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.Path

/**
 * Detects a file that Kubernetes mounts into a container from a secret or the like. Such files are the only symbolic links to
 * tokens that are followed, and only for reading.
 *
 * The atomic writer of the kubelet creates links so that all files of a volume change at once: `<name>` is a link to
 * `..data/<name>`, and `..data` is a link to a directory beside it whose name begins with two dots and the time.
 */
internal class MountedSecret(
    private val owner: Int?,
) {
    /** Returns whether [path], a symbolic link, is such a file and all its parts were created by this user or by root. */
    fun matches(path: Path): Boolean =
        try {
            val data = path.resolveSibling(DATA)
            leadsTo(path, data.fileName.resolve(path.fileName)) && isVersion(Files.readSymbolicLink(data)) &&
                isTrusted(data) && isTrusted(data.toRealPath()) && isTrusted(path.toRealPath())
        } catch (_: IOException) {
            false
        }

    private fun leadsTo(
        link: Path,
        target: Path,
    ): Boolean = Files.readSymbolicLink(link) == target && isTrusted(link)

    /** Returns whether [target] is a name such as `..2024_06_01_10_20_30.1234567890`. */
    private fun isVersion(target: Path): Boolean =
        !target.isAbsolute && target.nameCount == 1 && target.toString().let { it.startsWith("..") && it.length > "..".length }

    private fun isTrusted(path: Path): Boolean {
        val maker = FileStamp.of(path, LinkOption.NOFOLLOW_LINKS)?.owner ?: return owner == null
        return owner == null || maker == owner || maker == ProcessOwner.ROOT
    }

    private companion object {
        const val DATA = "..data"
    }
}
