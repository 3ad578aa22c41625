package io.github.oidcauth.cli.settings

import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.TokenKey

/** A section `[hosts.ALIAS]` of config.toml. */
internal class HostEntry(
    val alias: String,
    /** The application or issuer, as it is written in the file. */
    val url: String,
    val settings: Map<String, Setting>,
    val position: Position,
) {
    /** True if [host], as a user types it, is the host of this entry. */
    fun isFor(host: String): Boolean = canonical(host) == canonical(url)

    private fun canonical(host: String): String =
        try {
            TokenKey.forHost(host).value
        } catch (_: InvalidHostException) {
            host
        }
}
