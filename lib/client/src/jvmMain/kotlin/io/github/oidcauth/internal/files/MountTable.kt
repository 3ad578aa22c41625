package io.github.oidcauth.internal.files

import java.io.IOException
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path

/**
 * What the kernel of Linux says is mounted in this process's view. Containers are given single files that way, and the name of
 * such a file cannot be given to another.
 */
internal class MountTable(
    private val table: Path = Path.of("/proc/self/mountinfo"),
) {
    /** Whether [file], a real path, is mounted by itself. False where there is no such table. */
    operator fun contains(file: Path): Boolean {
        val name = escaped("$file")
        return try {
            // Names are octets there, and need not be of any charset.
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
        /** The fifth field, see proc_pid_mountinfo(5). */
        const val MOUNT_POINT = 4
        const val FIELDS = MOUNT_POINT + 2
    }
}
