package io.github.oidcauth.internal.store

import com.sun.security.auth.module.UnixSystem
import java.nio.file.FileSystems
import java.nio.file.Files

/** As whom this process runs. */
internal object ProcessOwner {
    /** The user id, or null where users have none, as on Windows. Files of anybody else are not trusted. */
    val uid: Int? by lazy { if ("unix" in FileSystems.getDefault().supportedFileAttributeViews()) find() else null }

    private fun find(): Int =
        try {
            UnixSystem().uid.toInt()
        } catch (_: LinkageError) {
            // A runtime image without the module jdk.security.auth. A new file belongs to whoever made it.
            val probe = Files.createTempFile("owner", null)
            try {
                Files.getAttribute(probe, "unix:uid") as Int
            } finally {
                Files.delete(probe)
            }
        }
}
