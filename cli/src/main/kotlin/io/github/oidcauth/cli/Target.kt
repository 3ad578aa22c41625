package io.github.oidcauth.cli

import io.github.oidcauth.Config

/** Stored tokens that the user names. */
internal class Target(
    val host: String,
    /** True if the [settings] name a client of an issuer. */
    val hasClient: Boolean,
    /** True if the [settings] select one of the client's tokens. */
    val isSpecific: Boolean,
    /** The file of the client's secret, or null if it has none. */
    val secretFile: String?,
    /** The value of `--account`, or null. An empty one is the token without an account. */
    val account: String?,
    val settings: (Config.Builder) -> Unit,
)
