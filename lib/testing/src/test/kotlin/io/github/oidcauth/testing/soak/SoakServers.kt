package io.github.oidcauth.testing.soak

import io.github.oidcauth.testing.ScriptedLoginServer
import java.util.concurrent.TimeUnit

/** Login servers in a process of their own, so that what they remember is not counted with the client. */
internal class SoakServers private constructor(
    private val process: Process,
) : AutoCloseable {
    val urls: List<String> = process.inputReader().readLine().split(' ')

    /** The servers end with their input. */
    override fun close() {
        process.outputStream.close()
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly().waitFor()
    }

    companion object {
        private const val PATIENCE_SECONDS = 10L

        fun start(count: Int): SoakServers {
            val java = ProcessHandle.current().info().command().orElse("java")
            val command =
                listOf(java, "-XX:+UseSerialGC", "-Xshare:auto", "-cp", System.getProperty("java.class.path"), MAIN, "$count")
            return SoakServers(ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start())
        }

        private val MAIN = SoakServers::class.java.name + "Kt"
    }
}

/** Starts as many servers as the argument says, prints their addresses and waits for the end of its input. */
fun main(arguments: Array<String>) {
    val servers = List(arguments.single().toInt()) { ScriptedLoginServer.start() }
    println(servers.joinToString(" ") { it.url })
    System.`in`.readAllBytes()
    servers.forEach { it.close() }
}
