// Tested by ConfigCommandTest.
package io.github.oidcauth.cli.settings

import io.github.oidcauth.cli.commands.Commands
import java.nio.file.Path

/** The config.toml of this user. */
internal class ConfigFiles(
    environment: (String) -> String?,
) {
    private val location = ConfigLocation(environment)

    /** The path of the file, whether it exists or not; null if the home directory is not known. @throws ConfigFailure */
    val path: Path? get() = location.path()

    /** Returns the file with its faults, or null if there is none. @throws ConfigFailure if it cannot be read. */
    fun examine(): ConfigParser.Result? {
        val path = path ?: return null
        val text = ConfigFileText().read(path)
        if (text == null && location.named != null) {
            throw ConfigFailure("${ConfigLocation.VARIABLE} names $path, which does not exist. `oidc-auth config init` makes it.")
        }
        if (text == null) return null
        if (text.isBlank()) return ConfigParser.Result(ConfigFile(path), emptyList())
        val commands = Commands.all()
        val keys = SettingKeys.of(commands + Commands.bare())
        return ConfigParser(keys, commands.map { it.commandName }.toSet()).parse(text, path)
    }

    /** Returns the file, or null if there is none. @throws ConfigFailure if it has faults. */
    fun read(): ConfigFile? {
        val result = examine() ?: return null
        val first = result.faults.firstOrNull() ?: return result.file
        val more = result.faults.size - 1
        val rest = if (more > 0) " `oidc-auth config check` lists $more more." else ""
        throw ConfigFailure("${result.file.path}, $first$rest")
    }

    /** Returns the parts of the file that can be used, or null. */
    fun readUsable(): ConfigFile? =
        try {
            examine()?.file
        } catch (_: ConfigFailure) {
            null
        }
}
