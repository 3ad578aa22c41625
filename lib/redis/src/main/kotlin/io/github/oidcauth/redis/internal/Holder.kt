package io.github.oidcauth.redis.internal

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import kotlin.random.Random

/** The names under which this process holds leases. A user can find the process by its name, and no two names are equal. */
internal object Holder {
    private const val MAX_HOST = 64
    private const val HEX = 16

    private val process: String by lazy { "${ProcessHandle.current().pid()}@${host()}" }

    fun name(random: Random): String = "$process ${random.nextLong().toULong().toString(HEX).padStart(HEX, '0')}"

    /** Returns the part of [name] that is for a user. It came from Redis, so it can contain anything. */
    fun printable(
        name: String,
    ): String = name.substringBefore(' ').filter { it in '!'..'~' }.take(MAX_HOST * 2).ifEmpty { "unknown" }

    private fun host(): String {
        val name = System.getenv("HOSTNAME") ?: System.getenv("COMPUTERNAME") ?: kernelName()
        return name.filter { it.isLetterOrDigit() || it in "-._" }.take(MAX_HOST).ifEmpty { "unknown" }
    }

    /** Returns the name of this machine without resolving its address, which might query a name server. */
    private fun kernelName(): String =
        try {
            Files.readString(Path.of("/proc/sys/kernel/hostname")).trim()
        } catch (_: IOException) {
            ""
        }
}
