package io.github.oidcauth.cli.settings

import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.onOneLine

/** Thrown when config.toml cannot be used. [message] says what to do. */
internal class ConfigFailure(
    text: String,
) : CommandFailure(text.onOneLine(), ExitCode.USAGE)
