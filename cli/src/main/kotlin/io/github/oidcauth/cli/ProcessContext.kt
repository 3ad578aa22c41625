package io.github.oidcauth.cli

import io.github.oidcauth.BrowserOpener
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.cli.events.EventInteraction
import io.github.oidcauth.cli.events.EventRun
import io.github.oidcauth.cli.screen.EarlyOptions
import io.github.oidcauth.cli.screen.PromptSettings
import java.io.FileOutputStream
import java.io.InputStream
import java.io.OutputStream
import java.io.PrintStream

/** The parts of its process that the command uses. */
internal class ProcessContext(
    val environment: (String) -> String?,
    /** The stream for results alone. Its errors are reported. */
    val stdout: OutputStream,
    /** The stream for everything else. */
    val stderr: PrintStream,
    val stdin: InputStream,
    /** The events that are written to standard error, or null if it has text. */
    val events: EventRun? = null,
    /** Makes the user interface. */
    val interaction: (PromptSettings) -> UserInteraction,
) {
    /** Returns this, or a process that writes events to standard error if [arguments] or the environment request them. */
    fun withEvents(arguments: List<String>): ProcessContext {
        if (!EarlyOptions.of(arguments, environment).hasEvents) return this
        val events = EventRun(stderr)
        return ProcessContext(environment, stdout, events.messages, stdin, events) { settings ->
            EventInteraction(events.events, BrowserOpener.SYSTEM.takeIf { settings.openBrowser })
        }
    }

    companion object {
        fun ofProcess(arguments: List<String>): ProcessContext {
            val early = EarlyOptions.of(arguments, System::getenv)
            return ProcessContext(
                environment = System::getenv,
                // Not System.out: a PrintStream does not report a full disk.
                stdout = FileOutputStream(ResultDescriptor.of(System.getProperty(ResultDescriptor.PROPERTY))),
                stderr = if (early.hasEvents) System.err else WordWrappingPrintStream.of(System.err, System::getenv, early),
                stdin = StandardInput.of(System.getProperty(StandardInput.PROPERTY)),
                interaction = { it.atTerminal(early, System::getenv) },
            ).withEvents(arguments)
        }
    }
}
