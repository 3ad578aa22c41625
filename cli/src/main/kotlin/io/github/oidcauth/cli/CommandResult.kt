package io.github.oidcauth.cli

/** What a request comes to. */
internal class CommandResult(
    /** For standard output; empty for nothing. */
    val text: String,
    val exitCode: Int = ExitCode.SUCCESS,
)
