package io.github.oidcauth.cli

import java.io.PrintStream

/** Tells on standard error what happens, when the user wants to know. */
internal class VerboseLog(
    private val stderr: PrintStream,
    private val isEnabled: Boolean,
) {
    fun debug(line: () -> String) {
        if (isEnabled) stderr.println(line())
    }
}
