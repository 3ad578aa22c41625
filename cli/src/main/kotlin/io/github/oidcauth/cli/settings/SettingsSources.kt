package io.github.oidcauth.cli.settings

import io.github.oidcauth.cli.framework.CommandRoute

/** Makes the settings of a run from its variables and config.toml. The file is read when an option or alias needs it. */
internal class SettingsSources(
    private val environment: (String) -> String?,
) {
    fun of(route: CommandRoute): SettingsSource {
        val files = ConfigFiles(environment)
        val file: () -> ConfigFile? = if (route.command in TOLERANT) files::readUsable else files::read
        return SettingsSource(Settings(environment, route.arguments, hostIn(route.arguments) ?: route.word, file))
    }

    /** Returns the value of the option `--host`, for commands whose words are something else, or null. */
    private fun hostIn(arguments: List<String>): String? {
        val index = arguments.indexOfFirst { it == HOST || it.startsWith("$HOST=") || it == "--" }
        val argument = arguments.getOrNull(index)
        return when {
            argument == HOST -> arguments.getOrNull(index + 1)
            argument == "--" -> null
            else -> argument?.substringAfter('=')
        }
    }

    private companion object {
        /** The commands that help to correct a file with faults, or have nothing to do with it. */
        val TOLERANT = setOf("config", "doctor", "help", "completion")
        const val HOST = "--host"
    }
}
