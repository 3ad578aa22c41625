package io.github.oidcauth.cli

import io.github.oidcauth.TerminalInteraction
import io.github.oidcauth.UserInteraction
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
    /** Makes the user interface; the argument tells if a browser may be opened. */
    val interaction: (Boolean) -> UserInteraction,
) {
    companion object {
        fun ofProcess(): ProcessContext =
            ProcessContext(
                environment = System::getenv,
                // Not System.out: a PrintStream does not report a full disk.
                stdout = FileOutputStream(ResultDescriptor.of(System.getProperty(ResultDescriptor.PROPERTY))),
                stderr = WordWrappingPrintStream.of(System.err, System::getenv),
                stdin = StandardInput.of(System.getProperty(StandardInput.PROPERTY)),
                interaction = ::TerminalInteraction,
            )
    }
}
