package io.github.oidcauth.cli.settings

/** A fault of config.toml at [position], and how to correct it. */
internal data class ConfigFault(
    val position: Position,
    val message: String,
) {
    override fun toString(): String = "$position: $message"
}
