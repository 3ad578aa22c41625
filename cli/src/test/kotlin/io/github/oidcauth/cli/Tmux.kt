package io.github.oidcauth.cli

import io.kotest.assertions.nondeterministic.eventually
import io.kotest.core.test.Enabled
import io.kotest.core.test.TestCase
import io.kotest.matchers.string.shouldContain
import java.io.File
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds

/** The command in a terminal of its own, which tmux plays. Typed text goes through the line discipline of the system. */
internal class Tmux(
    private val folder: Path,
) : AutoCloseable {
    private val socket = "$folder/tmux"
    private val script = folder.resolve("run.sh")

    /**
     * Runs the command with [arguments] and only these variables, and [before] in the same shell; the exit code goes to a
     * file.
     */
    fun start(
        environment: Map<String, String>,
        vararg arguments: String,
        before: String = "",
    ) {
        val java = ProcessHandle.current().info().command().orElse("java")
        val jvm = listOf(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"))
        val words = jvm + "io.github.oidcauth.cli.MainKt" + arguments
        val exports = environment.entries.joinToString("\n") { (name, value) -> "export $name=${quoted(value)}" }
        val command = words.joinToString(" ", transform = ::quoted)
        script.writeText("$exports\n$before\n$command > '$folder/out'\necho $? > '$folder/code'\nsleep 600\n")
        tmux("new-session", "-d", "-x", "200", "-y", "50", "sh", "$script")
    }

    /** Runs [command] in [directory] with these variables added to those of the terminal. */
    fun startShell(
        environment: Map<String, String>,
        directory: Path,
        vararg command: String,
    ) {
        val exports = environment.entries.joinToString("\n") { (name, value) -> "export $name=${quoted(value)}" }
        script.writeText("$exports\ncd ${quoted("$directory")}\nexec ${command.joinToString(" ", transform = ::quoted)}\n")
        tmux("new-session", "-d", "-x", "200", "-y", "50", "sh", "$script")
    }

    /** Types [text] without the end of a line. */
    fun type(text: String) {
        tmux("send-keys", "-l", text)
    }

    /** Presses [key], by its name for tmux. */
    fun press(key: String) {
        tmux("send-keys", key)
    }

    /** Types [text] and the end of a line, as a paste does. */
    fun paste(text: String) {
        val file = folder.resolve("paste").also { it.writeText("$text\n") }
        tmux("load-buffer", "$file")
        tmux("paste-buffer", "-r")
    }

    /** Waits until the screen has [text]. */
    suspend fun shows(text: String): Unit = eventually(PATIENCE.seconds) { joined() shouldContain text }

    /** The screen, with wrapped lines put together. */
    fun joined(): String = tmux("capture-pane", "-p", "-J", "-S", "-")

    /** Waits for the end, and returns the exit code and standard output. */
    suspend fun result(): Pair<Int, String> {
        eventually(PATIENCE.seconds) { folder.resolve("code").readText().trim().toInt() }
        return folder.resolve("code").readText().trim().toInt() to folder.resolve("out").readText()
    }

    override fun close() {
        tmux("kill-server")
    }

    private fun tmux(vararg words: String): String {
        val builder = ProcessBuilder(listOf("tmux", "-f", "/dev/null", "-S", socket) + words).redirectErrorStream(true)
        builder.environment() += mapOf("TERM" to "xterm", "LC_ALL" to "C.UTF-8")
        val process = builder.start()
        val said = process.inputReader().readText()
        check(process.waitFor(PATIENCE, TimeUnit.SECONDS)) { "tmux hangs." }
        return said
    }

    private fun quoted(text: String) = "'" + text.replace("'", "'\\''") + "'"

    companion object {
        private const val PATIENCE = 60L

        /** For a test that needs one. */
        val needed: (TestCase) -> Enabled = {
            val isInstalled = System.getenv("PATH").orEmpty().split(':').any { File(it, "tmux").canExecute() }
            if (isInstalled) Enabled.enabled else Enabled.disabled("Needs tmux on the PATH: apt-get install tmux.")
        }
    }
}
