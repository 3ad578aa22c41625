package io.github.oidcauth.cli.settings

/** The values of one setting in config.toml, as the option of that name takes them. */
internal class Setting(
    val key: String,
    val values: List<String>,
    val position: Position,
)
