// Tested by ConfigParserTest.
package io.github.oidcauth.cli.settings

import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.cli.settings.SettingKey.Kind
import org.tomlj.TomlArray
import org.tomlj.TomlTable
import java.nio.file.InvalidPathException
import java.nio.file.Path

/** Reads the settings of one table of config.toml, and adds what is wrong with them to [faults]. */
internal class SettingsReader(
    private val keys: SettingKeys,
    private val file: Path,
    private val faults: MutableList<ConfigFault>,
) {
    /** Returns the settings in [table] by name. Its members [own] are not settings. */
    fun settings(
        table: TomlTable,
        own: Set<String>,
    ): Map<String, Setting> {
        val settings = LinkedHashMap<String, Setting>()
        for (name in table.keySet() - own) {
            val position = table.positionOf(name)
            val key = keys.find(name)
            val fault =
                when {
                    key == null -> unknown(name, table.get(listOf(name)), own)
                    key.name in settings -> doubled(name, settings.getValue(key.name), table)
                    else -> null
                }
            val values = if (fault == null && key != null) values(key, name, table.get(listOf(name)), position) else null
            if (fault != null) faults += ConfigFault(position, fault)
            if (values != null && key != null) settings[key.name] = Setting(key.name, values, position)
        }
        return settings
    }

    private fun doubled(
        name: String,
        first: Setting,
        table: TomlTable,
    ): String = "$name and ${table.keySet().first { keys.find(it)?.name == first.key }} are the same setting. Keep one."

    private fun unknown(
        name: String,
        value: Any?,
        own: Set<String>,
    ): String {
        val shown = name.onOneLine()
        if (SECRET.containsMatchIn(name)) {
            return "$shown is a secret, which does not belong into config.toml. Write it to a file that only you can read, and " +
                "name that with client_secret_file."
        }
        val nearest = Spelling.nearest(name, keys.all.map { it.name } + own) ?: return "There is no setting $shown. $LIST"
        val written = if (value is TomlTable && nearest == ConfigParser.HOSTS) "[hosts.ALIAS]" else nearest
        return "There is no setting $shown. Did you mean $written?"
    }

    /** Returns the [value] as the option takes it, or null after adding a fault. */
    private fun values(
        key: SettingKey,
        name: String,
        value: Any?,
        position: Position,
    ): List<String>? {
        val values =
            when (key.kind) {
                Kind.FLAG -> (value as? Boolean)?.let { listOf(it.toString()) }
                Kind.TEXT -> textOf(value)?.let(::listOf)
                Kind.LIST -> textOf(value)?.let(::listOf) ?: textsOf(value)
            }
        val fault =
            when {
                values == null -> {
                    "$name takes ${expectation(key)}, not ${typeName(value)}."
                }

                values.isEmpty() || values.any { it.isBlank() } -> {
                    "$name is empty. Give it a value, or leave it out."
                }

                key.isFile && values.single() == STANDARD_INPUT -> {
                    "$name names a file. Only the command line can name " +
                        "standard input."
                }

                else -> {
                    null
                }
            }
        if (fault != null) faults += ConfigFault(position, fault)
        return values?.takeIf { fault == null }?.let { if (key.isFile) it.map(::besideFile) else it }
    }

    private fun textOf(value: Any?): String? =
        when (value) {
            is String -> value
            is Long -> value.toString()
            else -> null
        }

    private fun textsOf(value: Any?): List<String>? =
        when (value) {
            is TomlArray -> (0 until value.size()).map { textOf(value.get(it)) ?: return null }
            is TomlTable -> value.keySet().map { name -> "$name=" + (textOf(value.get(listOf(name))) ?: return null) }
            else -> null
        }

    private fun expectation(key: SettingKey): String =
        when (key.kind) {
            Kind.FLAG -> "true or false"
            Kind.TEXT -> "a text in quotes, or a number"
            Kind.LIST -> "a text in quotes, or a list such as [\"a\", \"b\"]"
        }

    private fun typeName(value: Any?): String =
        when (value) {
            is String -> "a text"
            is Boolean -> "$value"
            is Long, is Double -> "a number"
            is TomlArray -> "a list"
            is TomlTable -> "a section"
            else -> "a date or time"
        }

    /** Returns [name] relative to the directory of config.toml; a first `~` is the home directory. */
    private fun besideFile(name: String): String =
        try {
            if (name.startsWith("~")) name else file.resolveSibling(name).toString()
        } catch (_: InvalidPathException) {
            name
        }

    private companion object {
        const val STANDARD_INPUT = "-"
        const val LIST = "`oidc-auth config init` writes a sample with all of them."
        val SECRET = Regex("(?i)secret|password|passphrase|token$|assertion|private.?key")
    }
}
