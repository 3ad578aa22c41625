package io.github.oidcauth.cli.settings

import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.framework.CommandFailure

/** Thrown when config.toml cannot be used. [message] says what to do. */
internal class ConfigFailure(
    override val message: String,
) : CommandFailure(message, ExitCode.USAGE)
