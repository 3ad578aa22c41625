package io.github.oidcauth.cli

/** The result of a request. */
internal class CommandResult(
    /** The text for standard output; empty for nothing. */
    val text: String,
    val exitCode: Int = ExitCode.SUCCESS,
)
