// Tested by ProcessTest.
package io.github.oidcauth.cli

import kotlinx.coroutines.CancellationException
import kotlin.system.exitProcess

/** The command with all that it can do, in a process of its own. */
internal object WholeProgram {
    /** Runs the command with [arguments], and ends the process. */
    fun run(arguments: Array<String>) {
        val process = ProcessContext.ofProcess(arguments.toList())
        Thread.setDefaultUncaughtExceptionHandler { _, fault ->
            exitOnInternalError(process, fault, "-v" in arguments || "--verbose" in arguments)
        }
        // Exits explicitly, because a connection that is kept open for the next request must not keep the process.
        exitProcess(
            untilInterrupted(ShutdownSequence(process.stderr)) {
                endingLine(process) { Program(process).run(arguments.toList()) }
            },
        )
    }

    /** A terminal shows the pressed Ctrl-C as ^C, and the prompt of the shell would follow in the same line. */
    private suspend fun endingLine(
        process: ProcessContext,
        action: suspend () -> Int,
    ): Int =
        try {
            action()
        } catch (e: CancellationException) {
            if (process.events == null && WordWrappingPrintStream.isTerminal) process.stderr.println()
            throw e
        }

    /** Reports a bug of this program, as opposed to an error of the user or a server, and exits. */
    private fun exitOnInternalError(
        process: ProcessContext,
        fault: Throwable,
        verbose: Boolean,
    ) {
        process.stderr.println("Error: oidc-auth has an internal error (${fault.javaClass.name}). Please report it.")
        process.stderr.println(if (verbose) RedactedStackTrace.of(fault) else "--verbose shows where.")
        process.events?.end(ExitCode.FAILURE)
        exitProcess(ExitCode.FAILURE)
    }
}
