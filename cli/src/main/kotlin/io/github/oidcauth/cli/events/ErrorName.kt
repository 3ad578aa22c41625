// Tested by EventRunTest.
package io.github.oidcauth.cli.events

import io.github.oidcauth.cli.ExitCode

/** The names of the exit codes, for the events of errors. */
internal enum class ErrorName(
    val exitCode: Int,
    /** The next step, where the message cannot name it. */
    val hint: String? = null,
) {
    FAILED(ExitCode.FAILURE),
    USAGE(ExitCode.USAGE),
    UNREACHABLE(ExitCode.UNREACHABLE),
    LOGIN_REQUIRED(ExitCode.LOGIN_REQUIRED, "Add --interactive if a user reads these events."),
    DENIED(ExitCode.DENIED),
    TIMED_OUT(ExitCode.TIMED_OUT),
    NOT_STORED(ExitCode.NOT_STORED),
    INTERRUPTED(ExitCode.INTERRUPTED),
    ;

    val word: String get() = name.lowercase()

    companion object {
        /** Returns the name of [exitCode]; an unknown one is that of a failure. */
        fun of(exitCode: Int): ErrorName = entries.firstOrNull { it.exitCode == exitCode } ?: FAILED
    }
}
