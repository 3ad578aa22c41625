package io.github.oidcauth.cli.completion

import io.github.oidcauth.cli.commands.Commands
import io.kotest.core.test.Enabled
import io.kotest.core.test.TestCase
import java.io.File
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText

/** Real shells, with a command `oidc-auth` on the PATH that prints [hosts] as `completion hosts` does. */
internal class Shells(
    val folder: Path,
    hosts: List<String>,
) {
    private val path = folder.resolve("bin").createDirectories()

    init {
        val lines = hosts.joinToString("\n") { "printf '%s\\n' ${quoted(it)}" }
        val command = path.resolve("oidc-auth").also {
            it.writeText("#!/bin/sh\n[ \"\$*\" = 'completion hosts' ] || exit 2\n$lines\n")
        }
        check(command.toFile().setExecutable(true))
    }

    val environment: Map<String, String> =
        mapOf("PATH" to "$path:${System.getenv("PATH")}", "HOME" to "$folder", "LC_ALL" to "C.UTF-8", "TERM" to "xterm")

    /** Writes the completion script of [shell]. */
    fun script(shell: String): Path =
        folder.resolve("completion.$shell").also {
            it.writeText(CompletionScripts.of(shell, Commands.all() + Commands.bare()).orEmpty())
        }

    /** Runs [command] in [folder], and returns its output and errors. */
    fun run(vararg command: String): String {
        val builder = ProcessBuilder(*command).directory(folder.toFile()).redirectErrorStream(true)
        builder.environment().clear()
        builder.environment() += environment
        val process = builder.start()
        process.outputStream.close()
        val output = process.inputReader().readText()
        check(process.waitFor(PATIENCE, TimeUnit.SECONDS)) { "${command.first()} does not end." }
        return output
    }

    companion object {
        private const val PATIENCE = 60L

        /** Hosts that would run a command if a shell evaluated them; it would make the file `x`. */
        val HOSTILE =
            listOf("https://a\$(touch x).example", "https://`touch x`", "https://b;touch x", "https://c'|touch x", "-x", "a b")

        fun quoted(text: String): String = "'" + text.replace("'", "'\\''") + "'"

        /** For a test that needs the program. */
        fun needed(program: String): (TestCase) -> Enabled =
            {
                val isInstalled = System.getenv("PATH").orEmpty().split(':').any { File(it, program).canExecute() }
                if (isInstalled) Enabled.enabled else Enabled.disabled("Needs $program on the PATH: apt-get install $program.")
            }
    }
}
