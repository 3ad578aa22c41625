package io.github.oidcauth

import java.io.BufferedReader
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit

/** A JVM of its own that runs [StoreChild]. */
class ChildProcess private constructor(
    private val process: Process,
) : AutoCloseable {
    private val lines: BufferedReader = process.inputReader()

    val pid: Long get() = process.pid()

    /** Sends the signal [name], such as `STOP`. */
    fun signal(name: String) {
        check(ProcessBuilder("sh", "-c", "kill -$name $pid").inheritIO().start().waitFor() == 0)
    }

    /** Returns the next line of its output, null at the end. */
    fun line(): String? = lines.readLine()

    /** Kills it and returns the lines that it has printed and nobody has read. The last may be cut off. */
    fun killAndListen(): List<String> {
        // Unlike destroyForcibly, which closes the pipe.
        signal("KILL")
        return lines.readLines().also { process.waitFor() }
    }

    fun send(line: String) {
        process.outputWriter().apply { write("$line\n") }.flush()
    }

    fun kill() {
        process.destroyForcibly().waitFor()
    }

    /** Waits for the end and returns the rest of what it printed. */
    fun finish(): String {
        val rest = lines.readText().trim()
        check(process.waitFor() == 0) { "The child failed: $rest" }
        return rest
    }

    /** Waits for the end, whatever it is: the exit code, and the lines that nobody has read. */
    fun end(): Pair<Int, List<String>> {
        val rest = lines.readLines()
        return process.waitFor() to rest
    }

    override fun close() = kill()

    companion object {
        private const val LONGEST_LIFE_SECONDS = 120L

        /** Options of a JVM that lives for a second or two: less of the work that pays later, by compiler and collector. */
        val QUICK_START = listOf("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")

        /** Runs a command of [StoreChild], after the words of [prefix] that start it in another way, by a JVM with [options]. */
        fun start(
            vararg command: Any,
            prefix: List<String> = emptyList(),
            options: List<String> = emptyList(),
        ): ChildProcess {
            val java = ProcessHandle.current().info().command().orElse("java")
            val classPath = listOf("-cp", System.getProperty("java.class.path"))
            val words =
                prefix + java + QUICK_START + classPath + options + StoreChild::class.java.name + command.map { it.toString() }
            val process = ProcessBuilder(words).redirectErrorStream(true).start()
            // A child that hangs fails its test and not the whole build.
            CompletableFuture.delayedExecutor(LONGEST_LIFE_SECONDS, TimeUnit.SECONDS).execute { process.destroyForcibly() }
            return ChildProcess(process)
        }
    }
}
