package io.github.oidcauth

import java.io.BufferedReader
import java.util.concurrent.TimeUnit
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** A JVM of its own that runs [StoreChild]. */
class ChildProcess private constructor(
    private val process: Process,
) : AutoCloseable {
    private val lines: BufferedReader = process.inputReader()

    /** What it prints next, null at the end. */
    fun line(): String? = lines.readLine()

    fun send(line: String) {
        process.outputWriter().apply { write("$line\n") }.flush()
    }

    fun kill() {
        process.destroyForcibly().waitFor()
    }

    /** Waits for the end and returns the rest of what it printed. */
    fun finish(timeout: Duration = 60.seconds): String {
        val rest = lines.readText().trim()
        check(process.waitFor(timeout.inWholeSeconds, TimeUnit.SECONDS)) { "The child did not end." }
        check(process.exitValue() == 0) { "The child failed: $rest" }
        return rest
    }

    override fun close() = kill()

    companion object {
        /** Runs a command of [StoreChild], after the words of [prefix] that start it in another way. */
        fun start(
            vararg command: Any,
            prefix: List<String> = emptyList(),
        ): ChildProcess {
            val java = ProcessHandle.current().info().command().orElse("java")
            val options =
                listOf(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto",
                    "-cp",
                    System.getProperty("java.class.path"),
                )
            val words = prefix + java + options + StoreChild::class.java.name + command.map { it.toString() }
            return ChildProcess(ProcessBuilder(words).redirectErrorStream(true).start())
        }
    }
}
