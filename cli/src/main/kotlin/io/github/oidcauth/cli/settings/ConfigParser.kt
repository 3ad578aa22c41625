package io.github.oidcauth.cli.settings

import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.cli.onOneLine
import org.tomlj.Toml
import org.tomlj.TomlPosition
import org.tomlj.TomlTable
import java.nio.file.Path

/** Reads the text of config.toml. Pure. */
internal class ConfigParser(
    private val keys: SettingKeys,
    /** The words that cannot be an alias, because they name commands. */
    private val commands: Set<String>,
) {
    /** The usable part of a file, and its faults. */
    class Result(
        val file: ConfigFile,
        val faults: List<ConfigFault>,
    )

    fun parse(
        text: String,
        path: Path,
    ): Result {
        depthFault(text)?.let { return Result(ConfigFile(path), listOf(it)) }
        val document = Toml.parse(text)
        if (document.hasErrors()) {
            val faults =
                document.errors().map { error ->
                    val position = error.position()
                    ConfigFault(Position(position.line(), position.column()), "${error.message.orEmpty().onOneLine()}.")
                }
            return Result(ConfigFile(path), faults)
        }
        val faults = mutableListOf<ConfigFault>()
        val reader = SettingsReader(keys, path, faults)
        val defaults = reader.settings(document, own = setOf(HOSTS))
        val hosts = hosts(document, reader, faults)
        return Result(
            ConfigFile(path, defaults, hosts),
            faults.sortedWith(
                compareBy({
                    it.position.line
                }, { it.position.column }),
            ),
        )
    }

    /** The parser of TOML calls itself for each bracket within others, and would exhaust the stack. */
    private fun depthFault(text: String): ConfigFault? {
        // A # begins a comment unless it is within a text, so only lines of nothing else are left out.
        val hasLongTexts = LONG_QUOTES.any { it in text }
        var depth = 0
        text.lineSequence().forEachIndexed { index, line ->
            if (!hasLongTexts && line.trimStart().startsWith('#')) return@forEachIndexed
            for (character in line) {
                if (character in "[{") depth++
                if (character in "]}" && depth > 0) depth--
                if (depth > MAX_DEPTH) return ConfigFault(Position(index + 1, 1), "There are too many brackets within others.")
            }
        }
        return null
    }

    private fun hosts(
        document: TomlTable,
        reader: SettingsReader,
        faults: MutableList<ConfigFault>,
    ): List<HostEntry> {
        val value = document.get(listOf(HOSTS)) ?: return emptyList()
        if (value !is TomlTable) {
            faults += ConfigFault(document.positionOf(HOSTS), "hosts has a section for each host: [hosts.ALIAS].")
            return emptyList()
        }
        return value.keySet().mapNotNull { alias -> entry(alias, value, reader, faults) }
    }

    private fun entry(
        alias: String,
        hosts: TomlTable,
        reader: SettingsReader,
        faults: MutableList<ConfigFault>,
    ): HostEntry? {
        val position = hosts.positionOf(alias)
        val table = hosts.get(listOf(alias))
        if (table !is TomlTable) {
            faults += ConfigFault(position, "${alias.onOneLine()} belongs into the section of a host: [hosts.ALIAS].")
            return null
        }
        aliasFault(alias)?.let { faults += ConfigFault(position, it) }
        val settings = reader.settings(table, own = setOf(URL))
        val url = url(alias, table, position, faults) ?: return null
        return HostEntry(alias, url, settings, position)
    }

    private fun aliasFault(alias: String): String? {
        val shown = alias.onOneLine()
        return when {
            alias in commands -> {
                "The alias $shown is the name of a command. Choose another one."
            }

            alias.lowercase() == "localhost" || alias.any { it in ".:/" } -> {
                "The alias $shown looks like a host. " +
                    "An alias has letters, digits, - and _."
            }

            !ALIAS.matches(alias) -> {
                "The alias '$shown' is not usable. An alias has letters, digits, - and _, and begins with " +
                    "a letter or digit."
            }

            else -> {
                null
            }
        }
    }

    private fun url(
        alias: String,
        table: TomlTable,
        position: Position,
        faults: MutableList<ConfigFault>,
    ): String? {
        val url = table.get(listOf(URL))
        if (url == null) {
            faults += ConfigFault(position, "[hosts.${alias.onOneLine()}] has no url: the application or issuer that it is for.")
            return null
        }
        val fault = if (url is String) urlFault(url) else "url is a text in quotes."
        if (fault == null) return url as String
        faults += ConfigFault(table.positionOf(URL), fault)
        return null
    }

    private fun urlFault(url: String): String? =
        try {
            TokenKey.forHost(url)
            null
        } catch (e: InvalidHostException) {
            "url cannot be used. ${e.message}"
        }

    companion object {
        const val HOSTS: String = "hosts"
        const val URL: String = "url"
        private const val MAX_DEPTH = 100
        private val LONG_QUOTES = listOf("\"\"\"", "'''")
        private val ALIAS = Regex("[\\p{L}\\p{N}][\\p{L}\\p{N}_-]*")
    }
}

/** Returns the place of the member [name]. */
internal fun TomlTable.positionOf(name: String): Position {
    val position: TomlPosition? = inputPositionOf(listOf(name))
    return if (position == null) Position(1, 1) else Position(position.line(), position.column())
}
