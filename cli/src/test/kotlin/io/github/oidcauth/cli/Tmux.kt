package io.github.oidcauth.cli

import io.kotest.assertions.nondeterministic.eventually
import io.kotest.core.test.Enabled
import io.kotest.core.test.TestCase
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
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
    private val columns: Int = 200,
    private val rows: Int = 50,
) : AutoCloseable {
    private val socket = "$folder/tmux"
    private val script = folder.resolve("run.sh")

    /**
     * Runs the command with [arguments] and only these variables, and [before] in the same shell; the exit code goes to a
     * file, and so do the settings of the terminal before and after. [redirection] is part of the command line of the shell.
     */
    fun start(
        environment: Map<String, String>,
        vararg arguments: String,
        before: String = "",
        redirection: String = "",
    ) {
        val java = ProcessHandle.current().info().command().orElse("java")
        val jvm = listOf(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"))
        // As the launcher sets it.
        val words = jvm + "-Doidcauth.stderr.terminal=true" + "io.github.oidcauth.cli.MainKt" + arguments
        val exports = environment.entries.joinToString("\n") { (name, value) -> "export $name=${quoted(value)}" }
        val command = words.joinToString(" ", transform = ::quoted)
        script.writeText(
            // Ctrl-C ends the command, and not this shell as well.
            "trap : INT\n$exports\n$before\nstty -a > '$folder/before'\n$command > '$folder/out' $redirection\n" +
                "echo $? > '$folder/code'\nstty -a > '$folder/after'\nsleep 600\n",
        )
        tmux("new-session", "-d", "-x", "$columns", "-y", "$rows", "sh", "$script")
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

    /** Types [text] and the end of a line, as a paste does. */
    fun paste(text: String) {
        val file = folder.resolve("paste").also { it.writeText("$text\n") }
        tmux("load-buffer", "$file")
        tmux("paste-buffer", "-r")
    }

    /** Presses the key that tmux names [name]. */
    fun press(name: String) {
        tmux("send-keys", name)
    }

    /** Changes the width of the window, as its user does. */
    fun resize(columns: Int) {
        tmux("resize-window", "-x", "$columns", "-y", "$rows")
    }

    /** Waits until the screen has [text]. */
    suspend fun shows(text: String): Unit = eventually(PATIENCE.seconds) { joined() shouldContain text }

    /** The screen, with wrapped lines put together. */
    fun joined(): String = tmux("capture-pane", "-p", "-J", "-S", "-")

    /** The lines that are visible; with their styles, if [isStyled]. */
    fun screen(isStyled: Boolean = false): List<String> =
        tmux(*listOfNotNull("capture-pane", "-p", "-e".takeIf { isStyled }).toTypedArray()).trimEnd().lines()

    /** Returns the value of [name] for this terminal, such as `cursor_flag`. */
    fun value(name: String): String = tmux("display-message", "-p", "#{$name}").trim()

    /** Waits for the end, and returns the exit code and standard output. */
    suspend fun result(): Pair<Int, String> {
        eventually(PATIENCE.seconds) { folder.resolve("code").readText().trim().toInt() }
        return folder.resolve("code").readText().trim().toInt() to folder.resolve("out").readText()
    }

    /** After the end of the command: the terminal is as it was, its cursor is visible, and the next line begins at the edge. */
    suspend fun isRestored() {
        eventually(PATIENCE.seconds) { folder.resolve("after").readText() shouldNotBe "" }
        // The speed and the size are in the first line.
        folder.resolve("after").readText().lines().drop(1) shouldBe folder.resolve("before").readText().lines().drop(1)
        value("cursor_flag") shouldBe "1"
        value("cursor_x") shouldBe "0"
        value("pane_current_command") shouldNotBe "java"
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
