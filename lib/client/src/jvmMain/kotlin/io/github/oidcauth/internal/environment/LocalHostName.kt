package io.github.oidcauth.internal.environment

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/** The name of this machine. It is read from files and variables, because a resolver can take many seconds. */
internal object LocalHostName {
    private val files = listOf("/proc/sys/kernel/hostname", "/etc/hostname")

    fun find(environment: Environment = ProcessEnvironment): String? =
        (files.asSequence().map { firstLine(Path.of(it)) } + sequenceOf(environment["HOSTNAME"], environment["COMPUTERNAME"]))
            .firstOrNull { !it.isNullOrBlank() && it != "localhost" }

    private fun firstLine(file: Path): String? =
        try {
            if (Files.isReadable(file)) Files.readString(file).lineSequence().first().trim() else null
        } catch (_: IOException) {
            null
        }
}
