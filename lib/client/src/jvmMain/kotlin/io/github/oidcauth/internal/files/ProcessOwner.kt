package io.github.oidcauth.internal.files

import com.sun.security.auth.module.UnixSystem
import java.io.IOException
import java.nio.file.FileSystems
import java.nio.file.Files
import java.nio.file.Path

/** The user that this process runs as. */
internal object ProcessOwner {
    /** The user id of root, who has access to everything anyway. */
    const val ROOT: Int = 0

    /** The user id, or null on systems without user ids, such as Windows. Files of other users are not trusted. */
    val uid: Int? =
        if ("unix" in FileSystems.getDefault().supportedFileAttributeViews()) ofLinux() ?: ofJdk() ?: ofNewFile() else null

    /** Reads `Uid:`, which has the real, the effective and two more ids (proc(5)). New files belong to the effective one. */
    private fun ofLinux(): Int? =
        try {
            val status = String(Files.readAllBytes(Path.of("/proc/self/status")), Charsets.ISO_8859_1)
            val ids = status.indexOf(IDS) + IDS.length
            val effective = status.indexOf('\t', ids) + 1
            val isThere = ids >= IDS.length && effective > 0
            if (isThere) status.substring(effective).takeWhile { it in '0'..'9' }.toIntOrNull() else null
        } catch (_: IOException) {
            null
        }

    /**
     * Returns the id that the JDK knows. For users without a name, as in many containers, the JDK returns root's id, so it is
     * ignored then.
     */
    private fun ofJdk(): Int? =
        try {
            UnixSystem().takeIf { it.username != null }?.uid?.toInt()
        } catch (_: LinkageError) {
            // A runtime image without the module jdk.security.auth.
            null
        }

    private const val IDS = "\nUid:\t"

    private fun ofNewFile(): Int {
        val probe = Files.createTempFile("owner", null)
        return try {
            Files.getAttribute(probe, "unix:uid") as Int
        } finally {
            Files.delete(probe)
        }
    }
}
