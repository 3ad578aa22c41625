package io.github.oidcauth.internal.files

import java.io.IOException
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path

/**
 * The mount table of this process on Linux. Containers get single files by mounts, and such a file cannot be replaced by renaming
 * another file.
 */
internal class MountTable(
    private val table: Path = Path.of("/proc/self/mountinfo"),
) {
    /** Returns whether [file], a real path, is itself a mount point. False on systems without the table. */
    operator fun contains(file: Path): Boolean {
        val name = escaped("$file")
        return try {
            // The names in the table are octets, which need not be valid in any charset.
            Files.lines(table, StandardCharsets.ISO_8859_1).use { lines ->
                lines.anyMatch { it.split(' ', limit = FIELDS).getOrNull(MOUNT_POINT) == name }
            }
        } catch (_: IOException) {
            false
        }
    }

    private fun escaped(name: String): String =
        String(name.toByteArray(), StandardCharsets.ISO_8859_1)
            .replace("\\", "\\134")
            .replace(" ", "\\040")
            .replace("\t", "\\011")
            .replace("\n", "\\012")

    private companion object {
        /** The index of the mount point: the fifth field, see proc_pid_mountinfo(5). */
        const val MOUNT_POINT = 4
        const val FIELDS = MOUNT_POINT + 2
    }
}
