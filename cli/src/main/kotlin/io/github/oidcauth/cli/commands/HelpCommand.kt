package io.github.oidcauth.cli.commands

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.arguments.argument
import com.github.ajalt.clikt.parameters.arguments.optional
import io.github.oidcauth.cli.CommandResult
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.help.HelpText
import io.github.oidcauth.cli.onOneLine

/** `help [COMMAND]`: the same as `COMMAND --help`, as in `git` and `gh`. */
internal class HelpCommand : Command("help") {
    override val section = Section.SETUP
    override val summary = "Show the help of a command"
    override val examples = listOf(Example("oidc-auth help login", "The same as: oidc-auth login --help"))

    private val command by argument("COMMAND", help = "The command. Default: all commands are listed.").optional()

    override suspend fun execute(context: CommandContext): CommandResult {
        val commands = Commands.all()
        val name = command ?: return CommandResult(HelpText.ofProgram(commands))
        val found =
            commands.find { it.commandName == name }
                ?: throw UsageError("There is no command ${name.onOneLine()}. `oidc-auth help` lists all.")
        return CommandResult(HelpText.of(found))
    }
}
