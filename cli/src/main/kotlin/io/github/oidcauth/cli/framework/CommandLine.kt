// Tested by UsageTest and CommandRouteTest.
package io.github.oidcauth.cli.framework

import com.github.ajalt.clikt.core.BaseCliktCommand
import com.github.ajalt.clikt.core.CliktError
import com.github.ajalt.clikt.core.MissingArgument
import com.github.ajalt.clikt.core.MultiUsageError
import com.github.ajalt.clikt.core.NoSuchArgument
import com.github.ajalt.clikt.core.NoSuchOption
import com.github.ajalt.clikt.core.PrintHelpMessage
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.core.context
import com.github.ajalt.clikt.core.parse
import io.github.oidcauth.cli.Program
import io.github.oidcauth.cli.commands.Commands
import io.github.oidcauth.cli.help.HelpText
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.cli.settings.SettingsSource

/** Reads the command line. */
internal class CommandLine(
    /** The values of options that are not on the command line, for the command of the route. */
    private val settings: (CommandRoute) -> SettingsSource? = { null },
) {
    sealed interface Outcome {
        /** A command to execute. */
        class Parsed(
            val command: Command,
        ) : Outcome

        /** The text of the help or the version. */
        class Done(
            val text: String,
        ) : Outcome

        /** The error in the command line, and how to correct it. */
        class Invalid(
            val text: String,
        ) : Outcome
    }

    fun read(arguments: List<String>): Outcome {
        val commands = Commands.all()
        val bare = Commands.bare()
        val route = CommandRoute.of(expandPorts(arguments), commands.names(), valuedOptions(commands + bare))
        val command = commands.find { it.commandName == route.command } ?: bare
        return try {
            val settings = settings(route)
            if (route.command == null) unknownCommand(route, settings, commands.names())?.let { throw UsageError(it) }
            command.checkArguments(route.arguments)
            parse(command, route, settings, commands)
            Outcome.Parsed(command)
        } catch (e: UsageError) {
            Outcome.Invalid(usageError(messageOf(e, command, route, commands), command))
        } catch (_: PrintHelpMessage) {
            Outcome.Done(if (route.command == null) HelpText.ofProgram(commands) else HelpText.of(command))
        } catch (e: CliktError) {
            // The only remaining case is the version.
            Outcome.Done(e.message.orEmpty())
        }
    }

    private fun unknownCommand(
        route: CommandRoute,
        settings: SettingsSource?,
        commands: Set<String>,
    ): String? = route.word?.let { word ->
        val rest = route.arguments.dropWhile { it != word }.drop(1)
        UnknownCommand.errorFor(word, commands, rest).takeUnless { settings?.settings?.isAlias(word) == true }
    }

    private fun parse(
        command: Command,
        route: CommandRoute,
        settings: SettingsSource?,
        commands: List<Command>,
    ) {
        val isBare = route.command == null
        val root = if (isBare) command else Commands.root(commands)
        root.context {
            // "@name" is a mistyped host, not a file to read arguments from.
            readArgumentFile = null
            valueSource = settings
        }
        root.parse(if (isBare) route.arguments else listOf(command.commandName) + route.arguments)
    }

    private fun messageOf(
        error: UsageError,
        command: Command,
        route: CommandRoute,
        commands: List<Command>,
    ): String {
        val e = (error as? MultiUsageError)?.errors?.first() ?: error
        val isBare = route.command == null
        val name = if (isBare) Program.NAME else "${Program.NAME} ${command.commandName}"
        val text = e.formatMessage(ParserMessages, ParserMessages).onOneLine()
        return when {
            e is NoSuchOption -> UnknownOption.errorFor(e.paramName.orEmpty().onOneLine(), command, commands)
            e is MissingArgument && isBare -> "HOST is required for authentication."
            e is MissingArgument && e.paramName == HOST -> needsHost(name, command)
            e is MissingArgument -> "`$name` needs ${nounOf(e.paramName.orEmpty())}. ${HelpText.usage(command)}"
            e is NoSuchArgument -> tooMany(name, command, route)
            else -> text
        }
    }

    private fun needsHost(
        name: String,
        command: Command,
    ): String {
        val word = command.commandName
        return "`$name` needs a HOST, such as https://myapp.example.com. (If the host is named $word, write https://$word.)"
    }

    private fun nounOf(argument: String) = if (argument.first() in "AEIOU") "an $argument" else "a $argument"

    private fun tooMany(
        name: String,
        command: Command,
        route: CommandRoute,
    ): String {
        val words = route.arguments.filterNot { it.startsWith('-') }.joinToString(" ") { it.onOneLine() }
        val accepted = command.registeredArguments().joinToString(" and ") { it.name }
        return when (accepted) {
            "" -> "`$name` takes no HOST or other argument: $words."
            HOST -> "There is more than one HOST: $words."
            else -> "`$name` takes $accepted, and there is more: $words."
        }
    }

    companion object {
        private const val HOST = "HOST"

        fun usageError(
            message: String,
            command: Command,
        ): String = "Error: $message\n${HelpText.usage(command)}\nTry '${HelpText.helpLine(command)}'."

        /** Returns the names of the options of [commands] that take a value. */
        private fun valuedOptions(commands: List<Command>): Set<String> =
            commands.flatMap { it.registeredOptions() }.filter { it.nvalues.first > 0 }.flatMap { it.names }.toSet()

        private fun List<Command>.names() = map { it.commandName }.toSet()
    }
}
