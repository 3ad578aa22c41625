package io.github.oidcauth.redis.internal

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import kotlin.random.Random

/** The names under which this process holds leases: a user can find the process by it, and no two are the same. */
internal object Holder {
    private const val MAX_HOST = 64
    private const val HEX = 16

    private val process: String by lazy { "${ProcessHandle.current().pid()}@${host()}" }

    fun name(random: Random): String = "$process ${random.nextLong().toULong().toString(HEX).padStart(HEX, '0')}"

    /** What of [name] is for a user. It came from Redis, so it can be anything. */
    fun printable(
        name: String,
    ): String = name.substringBefore(' ').filter { it in '!'..'~' }.take(MAX_HOST * 2).ifEmpty { "unknown" }

    private fun host(): String {
        val name = System.getenv("HOSTNAME") ?: System.getenv("COMPUTERNAME") ?: kernelName()
        return name.filter { it.isLetterOrDigit() || it in "-._" }.take(MAX_HOST).ifEmpty { "unknown" }
    }

    /** Not by asking for the address of this machine, which may ask a name server. */
    private fun kernelName(): String =
        try {
            Files.readString(Path.of("/proc/sys/kernel/hostname")).trim()
        } catch (_: IOException) {
            ""
        }
}
