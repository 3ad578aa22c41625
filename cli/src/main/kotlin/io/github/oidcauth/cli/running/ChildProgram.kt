package io.github.oidcauth.cli.running

import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.onOneLine
import kotlinx.coroutines.future.await
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/**
 * A program that runs in place of this one: with its standard streams, its signals, and its exit code.
 */
internal class ChildProgram(
    private val command: List<String>,
    private val signals: Signals,
    /** True if signals of the keyboard reach all programs in this terminal by themselves. */
    private val hasTerminal: () -> Boolean = { Files.isReadable(Path.of("/dev/tty")) && canOpenTerminal() },
) {
    /**
     * Starts the program with [changes] of the environment, and returns its exit code: 128 and the number of the signal if one
     * ended it, as shells have it.
     */
    suspend fun run(changes: Map<String, String?>): Int {
        val process = start(changes)
        // Handlers, and not "ignore", which the program would have inherited if it started later.
        return signals.handle(FROM_KEYBOARD + "TERM") { forward(it, process) }.use { process.onExit().await().exitValue() }
    }

    private fun start(changes: Map<String, String?>): Process {
        val builder = ProcessBuilder(command).inheritIO()
        val environment = builder.environment()
        changes.forEach { (name, value) -> if (value == null) environment.remove(name) else environment[name] = value }
        return try {
            builder.start()
        } catch (e: IOException) {
            val name = command.first().onOneLine()
            if (PERMISSION in e.message.orEmpty()) {
                throw CommandFailure("$name is not executable. chmod +x makes it so.", NOT_EXECUTABLE)
            }
            throw CommandFailure("The program $name was not found. Check its name and PATH.", NOT_FOUND)
        }
    }

    /** The terminal sends Ctrl-C to the program too; a second signal would end what the program does about the first. */
    private fun forward(
        signal: String,
        process: Process,
    ) {
        if (signal == "TERM") {
            process.destroy()
        } else if (!hasTerminal()) {
            ProcessBuilder("kill", "-$signal", "${process.pid()}").inheritIO().start()
        }
    }

    private companion object {
        val FROM_KEYBOARD = listOf("INT", "HUP")
        const val PERMISSION = "error=13"
        const val NOT_EXECUTABLE = 126
        const val NOT_FOUND = 127

        fun canOpenTerminal(): Boolean =
            try {
                Files.newInputStream(Path.of("/dev/tty")).close()
                true
            } catch (_: IOException) {
                false
            }
    }
}
