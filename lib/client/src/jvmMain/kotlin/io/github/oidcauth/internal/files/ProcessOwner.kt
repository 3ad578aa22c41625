package io.github.oidcauth.internal.files

import com.sun.security.auth.module.UnixSystem
import java.io.IOException
import java.nio.file.FileSystems
import java.nio.file.Files
import java.nio.file.Path

/** As whom this process runs. */
internal object ProcessOwner {
    /** The user id of the administrator, who could do worse than what we refuse of others. */
    const val ROOT: Int = 0

    /** The user id, or null where users have none, as on Windows. Files of anybody else are not trusted. */
    val uid: Int? by lazy {
        if ("unix" in FileSystems.getDefault().supportedFileAttributeViews()) ofLinux() ?: ofJdk() ?: ofNewFile() else null
    }

    /** `Uid:` with the real, the effective and two more ids (proc(5)). New files belong to the effective one. */
    private fun ofLinux(): Int? =
        try {
            Files.readAllLines(Path.of("/proc/self/status")).firstOrNull { it.startsWith("Uid:") }
                ?.split('\t', ' ')
                ?.getOrNull(2)
                ?.toIntOrNull()
        } catch (_: IOException) {
            null
        }

    /** The JDK takes whom the system has no name for, as in many a container, for root. */
    private fun ofJdk(): Int? =
        try {
            UnixSystem().takeIf { it.username != null }?.uid?.toInt()
        } catch (_: LinkageError) {
            // A runtime image without the module jdk.security.auth.
            null
        }

    private fun ofNewFile(): Int {
        val probe = Files.createTempFile("owner", null)
        return try {
            Files.getAttribute(probe, "unix:uid") as Int
        } finally {
            Files.delete(probe)
        }
    }
}
