package io.github.oidcauth.cli.settings

/** Thrown when config.toml cannot be used. [message] says what to do. */
internal class ConfigFailure(
    override val message: String,
) : Exception(message)
