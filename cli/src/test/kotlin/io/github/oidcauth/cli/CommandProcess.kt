package io.github.oidcauth.cli

import java.io.File
import java.util.concurrent.FutureTask
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/**
 * The command as a process of its own, without a terminal. It knows the environment
 * variables it is given, PATH, and that somebody is there unless INTERACTIVE_SESSION says otherwise.
 */
internal class CommandProcess private constructor(
    private val process: Process,
) : AutoCloseable {
    private val lines = LinkedBlockingQueue<String>()
    private val seen = StringBuffer()
    private val stdout = read { process.inputReader().readText() }
    private val stderr =
        read {
            process.errorReader().forEachLine {
                seen.appendLine(it)
                lines.put(it)
            }
        }

    /** On a thread of its own: the common pool has a single one on small machines, which the first reader would keep. */
    private fun <T> read(action: () -> T): FutureTask<T> =
        FutureTask(action).also { thread(isDaemon = true, name = "command-output", block = it::run) }

    /** The next line on standard error that is indented, as URLs and codes are. */
    fun indentedLine(): String = lineStartingWith("    ").trim()

    /** The next line on standard error that begins with [beginning]. */
    fun lineStartingWith(beginning: String): String {
        val deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)
        while (true) {
            val line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS) ?: error("Nothing more was shown:\n$seen")
            if (line.startsWith(beginning)) return line
        }
    }

    /** Ctrl-C. */
    fun interrupt() = signal("INT")

    /** Sends the signal [name]. */
    fun signal(name: String) {
        check(ProcessBuilder("kill", "-$name", "${process.pid()}").start().waitFor() == 0) { "kill failed" }
    }

    fun result(): Result {
        check(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) { "The command did not end:\n$seen" }
        stderr.get(PATIENCE_SECONDS, TimeUnit.SECONDS)
        return Result(process.exitValue(), stdout.get(PATIENCE_SECONDS, TimeUnit.SECONDS), seen.toString())
    }

    override fun close() {
        process.destroyForcibly()
    }

    companion object {
        private const val PATIENCE_SECONDS = 60L
        private val NOTHING = File("/dev/null")

        /** A test is the user at a command without a terminal. */
        private val USER = mapOf("INTERACTIVE_SESSION" to "1")

        /** Runs the classes under test. */
        fun java(
            environment: Map<String, String>,
            vararg arguments: String,
            input: File = NOTHING,
        ): CommandProcess {
            val java = ProcessHandle.current().info().command().orElse("java")
            val jvm = listOf(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"))
            return start(jvm + "io.github.oidcauth.cli.MainKt" + arguments, environment, input)
        }

        fun start(
            command: List<String>,
            environment: Map<String, String>,
            input: File = NOTHING,
        ): CommandProcess {
            val builder = ProcessBuilder(command)
            builder.environment().clear()
            builder.environment() += mapOf("PATH" to System.getenv("PATH")) + USER + environment
            builder.redirectInput(ProcessBuilder.Redirect.from(input))
            return CommandProcess(builder.start())
        }
    }
}
