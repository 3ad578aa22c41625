package io.github.oidcauth.cli

import io.github.oidcauth.TerminalInteraction
import io.github.oidcauth.UserInteraction
import java.io.FileOutputStream
import java.io.InputStream
import java.io.OutputStream
import java.io.PrintStream

/** What the command takes from the process it runs in. */
internal class ProcessContext(
    val environment: (String) -> String?,
    /** Results, and nothing else. Its errors are not swallowed. */
    val stdout: OutputStream,
    /** Everything else. */
    val stderr: PrintStream,
    val stdin: InputStream,
    /** How to talk to the user, given whether a browser may be opened. */
    val interaction: (Boolean) -> UserInteraction,
) {
    companion object {
        fun ofProcess(): ProcessContext =
            ProcessContext(
                environment = System::getenv,
                // Not System.out: a PrintStream does not say that the disk is full.
                stdout = FileOutputStream(ResultDescriptor.of(System.getProperty(ResultDescriptor.PROPERTY))),
                stderr = WordWrappingPrintStream.of(System.err, System::getenv),
                stdin = System.`in`,
                interaction = ::TerminalInteraction,
            )
    }
}
