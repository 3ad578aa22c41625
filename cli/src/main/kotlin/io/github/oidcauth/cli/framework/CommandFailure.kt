package io.github.oidcauth.cli.framework

import io.github.oidcauth.cli.ExitCode

/** Thrown by a command that cannot do its job. [message] says what to do. */
internal open class CommandFailure(
    override val message: String,
    val exitCode: Int = ExitCode.FAILURE,
) : Exception(message)
