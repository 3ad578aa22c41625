package io.github.oidcauth.interop.process

import io.github.oidcauth.interop.Requirement
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.isDirectory
import kotlin.io.path.listDirectoryEntries

/** The files that another process has open, according to the system. */
internal object OpenFiles : Requirement {
    override val missing: String?
        get() {
            val hasProc = Path.of("/proc/self/fd").isDirectory()
            return if (hasProc) null else "Not on this machine: /proc, as on Linux, which shows what another process waits for."
        }

    /** The open files of the process [pid] and its children; empty when it has ended. */
    fun of(pid: Long): List<String> {
        val children = ProcessHandle.of(pid).map { it.descendants().map(ProcessHandle::pid).toList() }.orElse(emptyList())
        return (children + pid).flatMap(::ofOne)
    }

    private fun ofOne(pid: Long): List<String> =
        try {
            Path.of("/proc/$pid/fd").listDirectoryEntries().mapNotNull(::target)
        } catch (_: IOException) {
            emptyList()
        }

    private fun target(descriptor: Path): String? =
        try {
            Files.readSymbolicLink(descriptor).toString()
        } catch (_: IOException) {
            null
        }
}
