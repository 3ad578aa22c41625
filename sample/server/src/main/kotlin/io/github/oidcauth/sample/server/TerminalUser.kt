package io.github.oidcauth.sample.server

import java.io.ByteArrayOutputStream
import java.io.OutputStream
import java.io.PrintStream
import kotlin.concurrent.thread

/**
 * A user at the terminal of this process, for tests of programs that leave the prompt to the library: reads standard error, and
 * does at once what a prompt asks for, through the server's real pages. What is printed is shown as before.
 *
 * Replaces [System.err] until it is closed, so there is one at a time. Thread-safe.
 */
public class TerminalUser : AutoCloseable {
    private val terminal = System.err
    private var page: String? = null
    private var prompt = Prompt.NONE

    private enum class Prompt { NONE, BROWSER_PAGE, DEVICE_PAGE, CODE }

    init {
        System.setErr(PrintStream(Lines(), true, Charsets.UTF_8))
    }

    /** Leaves the terminal. Visits that have begun go on. */
    override fun close(): Unit = System.setErr(terminal)

    private fun read(line: String) {
        val isUrl = line.startsWith("http://")
        when {
            line.endsWith("in a browser:") -> prompt = Prompt.BROWSER_PAGE
            line.endsWith("on any device:") -> prompt = Prompt.DEVICE_PAGE
            line.endsWith("this code:") -> prompt = Prompt.CODE
            prompt == Prompt.BROWSER_PAGE && isUrl -> visit { signIn(line) }
            prompt == Prompt.DEVICE_PAGE && isUrl -> page = line
            prompt == Prompt.CODE && line.isNotEmpty() -> page?.let { visit { approveDevice(it, line) } }
        }
    }

    private fun visit(steps: ScriptedVisitor.() -> Unit) {
        prompt = Prompt.NONE
        thread(name = "user at the terminal") { ScriptedVisitor().steps() }
    }

    private inner class Lines : OutputStream() {
        private val line = ByteArrayOutputStream()

        @Synchronized
        override fun write(octet: Int) {
            terminal.write(octet)
            if (octet != '\n'.code) return line.write(octet)
            read(line.toString(Charsets.UTF_8).trim())
            line.reset()
        }

        override fun flush(): Unit = terminal.flush()
    }
}
