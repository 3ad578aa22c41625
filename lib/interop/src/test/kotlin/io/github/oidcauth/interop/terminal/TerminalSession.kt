package io.github.oidcauth.interop.terminal

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Executables
import io.github.oidcauth.interop.process.Folders
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** A command at a terminal of its own, which tmux plays. */
internal class TerminalSession private constructor() : AutoCloseable {
    private val folder = Folders.new("terminal")
    private val socket = "${folder.resolve("tmux")}"
    private val code = folder.resolve("code")

    /** The lines that are visible. */
    fun screen(): List<String> = tmux("capture-pane", "-p").stdout.lines()

    /** The exit code and standard output, or null while the command runs. */
    fun result(): Pair<Int, String>? {
        val exitCode = if (code.exists()) code.readText().trim().toIntOrNull() else null
        return exitCode?.let { it to folder.resolve("out").readText() }
    }

    override fun close() {
        tmux("kill-server")
    }

    private fun start(
        command: List<String>,
        environment: Map<String, String>,
    ) {
        val script = folder.resolve("run.sh")
        val exports = environment.entries.joinToString("\n") { (name, value) -> "export $name=${quoted(value)}" }
        val line = command.joinToString(" ", transform = ::quoted)
        script.writeText("$exports\n$line > '$folder/out'\necho $? > '$code'\nsleep 600\n")
        tmux("new-session", "-d", "-x", "100", "-y", "50", "sh", "$script")
    }

    private fun tmux(vararg words: String) =
        CommandRun.start(
            listOf("tmux", "-f", "/dev/null", "-S", socket, *words),
            mapOf("PATH" to System.getenv("PATH"), "TERM" to "xterm", "LC_ALL" to "C.UTF-8"),
        ).succeeds()

    private fun quoted(text: String) = "'" + text.replace("'", "'\\''") + "'"

    companion object : Requirement {
        override val missing: String?
            get() = if (Executables.find("tmux") == null) "Needs tmux (Debian: apt-get install tmux)." else null

        fun start(
            command: List<String>,
            environment: Map<String, String>,
        ): TerminalSession = TerminalSession().also { it.start(command, environment) }
    }
}
