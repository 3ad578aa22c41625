package io.github.oidcauth.cli.settings

import io.github.oidcauth.cli.framework.CommandRoute

/** Makes the settings of a run from its variables and config.toml. The file is read when an option or alias needs it. */
internal class SettingsSources(
    private val environment: (String) -> String?,
) {
    fun of(route: CommandRoute): SettingsSource {
        val files = ConfigFiles(environment)
        val file: () -> ConfigFile? = if (route.command in TOLERANT) files::readUsable else files::read
        return SettingsSource(Settings(environment, route.arguments, route.word, file))
    }

    private companion object {
        /** The commands that help to correct a file with faults. */
        val TOLERANT = setOf("config", "doctor")
    }
}
