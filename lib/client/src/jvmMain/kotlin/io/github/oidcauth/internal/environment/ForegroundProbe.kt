package io.github.oidcauth.internal.environment

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/**
 * Detects if this process is in the foreground of its terminal, which changes with `bg`, `fg` and `&`.
 *
 * Linux has it in `/proc` (proc_pid_stat(5)): the process group, and the group in the foreground of the terminal. On other
 * systems the process counts as in the foreground.
 */
internal class ForegroundProbe(
    private val status: () -> String? = ::statusOfThisProcess,
) {
    /** Returns false if the process has a terminal and another process group is in its foreground. */
    fun isForeground(): Boolean {
        // The name of the program, in parentheses, may contain any characters.
        val fields = status()?.substringAfterLast(") ")?.split(' ') ?: return true
        val group = fields.getOrNull(GROUP)?.toIntOrNull() ?: return true
        val foreground = fields.getOrNull(FOREGROUND_GROUP)?.toIntOrNull() ?: return true
        return foreground <= 0 || group == foreground
    }

    private companion object {
        // Counted from the state of the process, the first field after its name.
        const val GROUP = 2
        const val FOREGROUND_GROUP = 5
    }
}

private fun statusOfThisProcess(): String? =
    try {
        Files.readString(Path.of("/proc/self/stat"))
    } catch (_: IOException) {
        null
    }
