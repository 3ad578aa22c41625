// Tested by OutputTest.
package io.github.oidcauth.cli

import java.io.IOException
import java.io.OutputStream
import java.io.PrintStream

/** Writes results to standard output, which contains nothing else. */
internal object Results {
    /** Writes [result] and the end of its line. @throws IOException if that fails, which is the case of [exitCode]. */
    fun write(
        result: String,
        stdout: OutputStream,
    ) {
        stdout.write((result.trimEnd() + "\n").toByteArray())
        stdout.flush()
    }

    /** Returns the exit code after the [failure] of [write], which is reported if it is one. */
    fun exitCode(
        failure: IOException,
        stderr: PrintStream,
    ): Int {
        if (isReaderGone(failure)) return ExitCode.SUCCESS
        stderr.println("Error: the result could not be written to standard output (${failure.message.orEmpty()}).")
        return ExitCode.FAILURE
    }

    /** Returns true if the reader has read enough, as in `oidc-auth --list | head -1`. */
    fun isReaderGone(failure: IOException): Boolean {
        val reason = failure.message.orEmpty()
        return READER_IS_GONE.any { it in reason }
    }

    /** The messages of POSIX systems and of Windows for EPIPE. */
    private val READER_IS_GONE = arrayOf("Broken pipe", "pipe is being closed", "pipe has been ended")
}
