package io.github.oidcauth.cli.settings

import java.nio.file.Path

/** The content of config.toml. */
internal class ConfigFile(
    val path: Path,
    /** The settings at the top of the file, by name. */
    val defaults: Map<String, Setting> = emptyMap(),
    val hosts: List<HostEntry> = emptyList(),
) {
    /**
     * Returns the entry with the alias [host], or else the one with that URL, or null.
     *
     * @throws ConfigFailure if several entries have that URL.
     */
    fun entryOf(host: String): HostEntry? {
        hosts.find { it.alias == host }?.let { return it }
        val found = hosts.filter { it.isFor(host) }
        if (found.size > 1) {
            val aliases = found.joinToString { it.alias }
            throw ConfigFailure("In $path several entries have this URL: $aliases. Write the alias of one in its place.")
        }
        return found.singleOrNull()
    }
}
