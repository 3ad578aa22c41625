package io.github.oidcauth.cli

import kotlin.system.exitProcess

/** The command `oidc-auth`. */
fun main(arguments: Array<String>) {
    val process = ProcessContext.ofProcess()
    Thread.setDefaultUncaughtExceptionHandler { _, fault ->
        process.exitOnInternalError(
            fault,
            "-v" in arguments || "--verbose" in arguments,
        )
    }
    // Exits explicitly, because a connection that is kept open for the next request must not keep the process.
    exitProcess(untilInterrupted(ShutdownSequence(process.stderr)) { Program(process).run(arguments.toList()) })
}

/** Reports a bug of this program, as opposed to an error of the user or a server, and exits. */
private fun ProcessContext.exitOnInternalError(
    fault: Throwable,
    verbose: Boolean,
) {
    stderr.println("Error: oidc-auth has an internal error (${fault.javaClass.name}). Please report it.")
    stderr.println(if (verbose) RedactedStackTrace.of(fault) else "--verbose shows where.")
    exitProcess(ExitCode.FAILURE)
}
