package io.github.oidcauth.interop.redis

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.process.Executables
import io.github.oidcauth.interop.process.Folders
import io.github.oidcauth.interop.process.FreePorts
import java.io.IOException
import java.net.Socket

/** A `redis-server` of this machine, which ends when it is closed. */
internal class RedisServer private constructor(
    val url: String,
    private val process: Process,
) : AutoCloseable {
    override fun close() {
        process.destroyForcibly().waitFor()
    }

    companion object : Requirement {
        private const val ATTEMPTS = 500
        private const val PAUSE = 20L

        override val missing: String?
            get() = if (Executables.find("redis-server") == null) "Needs redis-server: apt-get install redis-server." else null

        fun start(): RedisServer {
            val port = FreePorts.take(1).single()
            val folder = Folders.new("redis")
            val command = listOf("${Executables.find("redis-server")}", "--port", "$port", "--bind", "127.0.0.1") +
                listOf("--dir", "$folder", "--save", "")
            val process = ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start()
            Runtime.getRuntime().addShutdownHook(Thread { process.destroyForcibly() })
            repeat(ATTEMPTS) {
                if (isListening(port)) return RedisServer("redis://127.0.0.1:$port", process)
                Thread.sleep(PAUSE)
            }
            process.destroyForcibly()
            error("redis-server does not listen; see $folder.")
        }

        private fun isListening(port: Int): Boolean =
            try {
                Socket("127.0.0.1", port).use { true }
            } catch (_: IOException) {
                false
            }
    }
}
