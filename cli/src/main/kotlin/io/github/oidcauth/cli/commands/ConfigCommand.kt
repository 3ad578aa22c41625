package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.optional
import com.github.ajalt.clikt.parameters.options.OptionDelegate
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.framework.UnknownCommand
import io.github.oidcauth.cli.settings.ConfigFailure
import io.github.oidcauth.cli.settings.ConfigFiles
import io.github.oidcauth.cli.settings.ConfigLocation
import io.github.oidcauth.cli.settings.ConfigSample
import io.github.oidcauth.cli.settings.NewConfigFile
import io.github.oidcauth.cli.settings.SettingKey
import io.github.oidcauth.cli.settings.SettingKeys
import io.github.oidcauth.cli.settings.Settings
import io.github.oidcauth.cli.settings.SettingsSource
import io.github.oidcauth.cli.settings.ShownSettings
import java.nio.file.Path

internal class ConfigCommand : Command("config") {
    override val section = Section.SETUP
    override val summary = "Show the settings in effect, and where they are set"
    override val description =
        "Options of the command line come before variables (OIDC_AUTH_CLIENT_ID for --client-id), which come before the " +
            "section of the host in config.toml, which comes before the top of that file. With a HOST or its alias, its " +
            "section counts, too.\n\n" +
            "`config path` prints the path of the file, `config check` reports all faults in it, and `config init` writes a " +
            "sample with comments, if there is no file yet."
    override val examples =
        listOf(
            Example("oidc-auth config init", "Begin a file of settings"),
            Example("oidc-auth config work", "Show the settings for the host with the alias work"),
        )

    private val what by argument("HOST", help = "A host or its alias; or path, check or init.").optional()
    private val json by option("--json", help = "Print the settings as JSON.").flag()

    override suspend fun execute(context: CommandContext): CommandResult {
        val files = ConfigFiles(context.process.environment)
        return when (what) {
            "path" -> CommandResult(pathOf(files).toString())
            "check" -> check(files, context)
            "init" -> CommandResult("Made ${NewConfigFile(pathOf(files)).write(ConfigSample(keys()).text())}.")
            else -> show(files, context)
        }
    }

    private fun pathOf(files: ConfigFiles): Path =
        files.path ?: throw ConfigFailure(
            "Your home directory is not known. Set HOME, or name a file of settings with ${ConfigLocation.VARIABLE}.",
        )

    private fun check(
        files: ConfigFiles,
        context: CommandContext,
    ): CommandResult {
        val result =
            files.examine() ?: return CommandResult("There is no ${pathOf(files)}. `oidc-auth config init` makes one.")
        if (result.faults.isEmpty()) return CommandResult("${result.file.path} has no faults.")
        result.faults.forEach { context.stderr.println("${result.file.path}, $it") }
        return CommandResult("", ExitCode.USAGE)
    }

    private fun show(
        files: ConfigFiles,
        context: CommandContext,
    ): CommandResult {
        reportFaults(files, context)
        val settings = (currentContext.valueSource as SettingsSource).settings
        what?.let { requireHost(it, settings) }
        val shown = ShownSettings(settings, keys()) { key -> valueOf(key).takeIf { settings.isFlagSet(key.name) } }
        return CommandResult(if (json) shown.json() else shown.table())
    }

    private fun requireHost(
        word: String,
        settings: Settings,
    ) {
        if (settings.isAlias(word) || !UnknownCommand.isBareWord(word)) return
        val meant = settings.aliasNear(word)?.let { " Did you mean $it?" }.orEmpty()
        throw ConfigFailure("There is no alias $word in config.toml.$meant (If the host is named $word, write https://$word.)")
    }

    private fun reportFaults(
        files: ConfigFiles,
        context: CommandContext,
    ) {
        try {
            files.read()
        } catch (e: ConfigFailure) {
            context.stderr.println("warning: ${e.message}")
        }
    }

    private fun keys() = SettingKeys.of(Commands.all() + Commands.bare())

    private fun valueOf(key: SettingKey): String? =
        (registeredOptions().find { key.option in it.names } as? OptionDelegate<*>)?.value?.toString()
}
