package io.github.oidcauth.cli

import java.io.PrintStream

/** Reports progress on standard error, if the user requests it. */
internal class VerboseLog(
    private val stderr: PrintStream,
    private val isEnabled: Boolean,
) {
    fun debug(line: () -> String) {
        if (isEnabled) stderr.println(line())
    }
}
