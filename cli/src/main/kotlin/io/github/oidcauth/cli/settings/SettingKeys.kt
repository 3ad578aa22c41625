package io.github.oidcauth.cli.settings

import com.github.ajalt.clikt.core.CoreCliktCommand

/** All settings: what a config.toml may contain. */
internal class SettingKeys(
    keys: Iterable<SettingKey>,
) {
    private val byName = LinkedHashMap<String, SettingKey>().apply { keys.forEach { merge(it.name, it, ::wider) } }

    val all: Collection<SettingKey> get() = byName.values

    /** Returns the setting that is written as [name] in a file: a setting with several values also has a plural. */
    fun find(name: String): SettingKey? =
        byName[name] ?: byName[name.removeSuffix("s")]?.takeIf { it.kind == SettingKey.Kind.LIST }

    /** Commands may have options of the same name; the one that takes several values is the setting. */
    private fun wider(
        first: SettingKey,
        second: SettingKey,
    ): SettingKey = if (first.kind != SettingKey.Kind.LIST && second.kind == SettingKey.Kind.LIST) second else first

    companion object {
        /** Returns the settings of all [commands], which are not being parsed. */
        fun of(commands: Iterable<CoreCliktCommand>): SettingKeys =
            SettingKeys(
                commands.flatMap { command ->
                    val context = command.resetContext()
                    command.registeredOptions().mapNotNull { SettingKey.of(it, context) }
                },
            )
    }
}
