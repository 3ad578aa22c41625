package io.github.oidcauth.interop.process

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.readText
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes

/** A command that was started. Its output goes to files in [folder], so that no pipe fills up and a failure can be read later. */
internal class CommandRun private constructor(
    private val command: List<String>,
    private val folder: Path,
    private val process: Process,
) {
    val pid: Long get() = process.pid()
    val isAlive: Boolean get() = process.isAlive
    val stdout: String get() = folder.resolve("stdout").readText()
    val stderr: String get() = folder.resolve("stderr").readText()

    /** Waits for the end and returns the exit code. After [timeout] the command is killed and this fails. */
    fun exitCode(timeout: Duration = 1.minutes): Int {
        if (!process.waitFor(timeout.inWholeMilliseconds, TimeUnit.MILLISECONDS)) {
            kill()
            error("`${command.joinToString(" ")}` did not end within $timeout.\n${describe()}")
        }
        return process.exitValue()
    }

    /** Waits for an end with exit code 0; fails with the output otherwise. */
    fun succeeds(timeout: Duration = 1.minutes): CommandRun {
        val code = exitCode(timeout)
        check(code == 0) { "`${command.joinToString(" ")}` ended with $code.\n${describe()}" }
        return this
    }

    fun kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly)
        process.destroyForcibly()
    }

    fun describe(): String = "stdout:\n$stdout\nstderr:\n$stderr"

    companion object {
        /** Starts [command] with exactly this [environment], or with that in which the tests were started when it is null. */
        fun start(command: List<String>, environment: Map<String, String>? = null, directory: Path = Folders.target): CommandRun {
            val folder = Folders.new(Path.of(command.first()).fileName.toString())
            val builder = ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(NOTHING))
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile())
            if (environment != null) {
                builder.environment().clear()
                builder.environment().putAll(environment)
            } else {
                TRUST?.let { builder.environment()["SSL_CERT_FILE"] = it }
            }
            return CommandRun(command, folder, builder.start())
        }

        /**
         * The variable that was kept from the tests, and which those want who install something. Maven leaves its name when
         * it is not set.
         */
        private val TRUST: String? = System.getProperty("interop.trust")?.takeUnless { it.startsWith("$") }
        private val NOTHING = java.io.File("/dev/null")
    }
}
