package io.github.oidcauth.redis.server

import io.github.oidcauth.redis.TestRedis
import io.kotest.core.descriptors.Descriptor
import io.kotest.core.extensions.EnabledExtension
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import java.io.File
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.ServerSocket
import java.net.Socket
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.isExecutable

/** A `redis-server` of this machine, on a port of loopback and in a folder of its own. Its data survive [kill]. */
internal class RedisServer(
    private val folder: Path = Files.createTempDirectory("redis"),
    private val isSentinel: Boolean = false,
    private val options: (Int) -> List<String> = { listOf("--port", "$it") },
) : TestRedis {
    override val port: Int = freePort()
    override val commands: Int
        get() = lines("INFO stats").first { it.startsWith("total_commands_processed:") }.substringAfter(':').toInt()
    private var process: Process? = null

    init {
        start()
        Runtime.getRuntime().addShutdownHook(Thread { process?.destroyForcibly() })
    }

    fun start() {
        val kept = listOf("--save", "", "--appendonly", "yes", "--appendfsync", "always").takeUnless { isSentinel }.orEmpty()
        // The file of settings comes first, if there is one.
        val command = listOf("${executable()}") + options(port) + listOf("--bind", "127.0.0.1", "--dir", "$folder") + kept
        val log = folder.resolve("log").toFile()
        process = ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log)).start()
        repeat(ATTEMPTS) {
            if (isListening()) return
            check(checkNotNull(process).isAlive) { "redis-server has ended: ${log.readText()}" }
            Thread.sleep(PAUSE)
        }
        error("redis-server does not listen: ${log.readText()}")
    }

    fun kill() {
        process?.destroyForcibly()?.waitFor()
    }

    /** Returns the lines of the response to a command. */
    fun lines(command: String): List<String> =
        Socket("127.0.0.1", port).use { socket ->
            socket.soTimeout = PATIENCE
            socket.getOutputStream().write("$command\r\n".encodeToByteArray())
            socket.shutdownOutput()
            socket.getInputStream().bufferedReader().readLines()
        }

    /** Stops it as it stands: connections stay open, and nobody responds. */
    fun pause(): Unit = signal(checkNotNull(process).pid(), "STOP")

    fun resume(): Unit = signal(checkNotNull(process).pid(), "CONT")

    override fun close() {
        resume()
        kill()
        folder.toFile().deleteRecursively()
    }

    private fun isListening(): Boolean =
        try {
            Socket().use { it.connect(InetSocketAddress("127.0.0.1", port), PATIENCE) }
            true
        } catch (_: IOException) {
            false
        }

    companion object {
        private const val ATTEMPTS = 500
        private const val PAUSE = 20L
        private const val PATIENCE = 10_000

        fun signal(
            pid: Long,
            name: String,
        ) {
            ProcessBuilder("kill", "-$name", "$pid").start().waitFor(1, TimeUnit.MINUTES)
        }

        private fun freePort(): Int =
            (20_000..32_000).shuffled().first {
                try {
                    ServerSocket(it, 1, InetAddress.getByName("127.0.0.1")).use { true }
                } catch (_: IOException) {
                    false
                }
            }

        fun executable(): Path? =
            System
                .getenv("PATH")
                .orEmpty()
                .split(File.pathSeparator)
                .filter { it.isNotEmpty() }
                .map { Path.of(it, "redis-server") }
                .find { it.isExecutable() }
    }
}

/** Skips every test of this spec, and says why, unless there is a `redis-server`. */
internal fun FunSpec.requiresRedisServer() {
    val result =
        if (RedisServer.executable() != null) {
            Enabled.enabled
        } else {
            Enabled.disabled("Needs redis-server on the PATH: apt-get install redis-server.").also {
                println("${this::class.simpleName}: $it")
            }
        }
    extension(
        object : EnabledExtension {
            override suspend fun isEnabled(descriptor: Descriptor): Enabled = result
        },
    )
}
