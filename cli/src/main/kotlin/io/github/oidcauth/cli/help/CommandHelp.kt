package io.github.oidcauth.cli.help

import com.github.ajalt.clikt.core.BaseCliktCommand
import com.github.ajalt.clikt.output.HelpFormatter.ParameterHelp
import io.github.oidcauth.cli.Program
import io.github.oidcauth.cli.framework.Command

/** The definitions of a command's options and arguments, from which all its documentation is made. */
internal class CommandHelp(
    val command: Command,
) {
    private val parameters: List<ParameterHelp> = (command as BaseCliktCommand<*>).also { it.resetContext() }.allHelpParams()

    val arguments: List<ParameterHelp.Argument> = parameters.filterIsInstance<ParameterHelp.Argument>()

    /** The options by the title of their group: the command's own first, those of all commands last. */
    val options: Map<String, List<ParameterHelp.Option>> =
        parameters
            .filterIsInstance<ParameterHelp.Option>()
            .groupBy { it.groupName ?: if ("--help" in it.names) GENERAL else OWN }
            .entries
            .sortedBy { (title, _) -> ORDER.indexOf(title.takeIf { it in ORDER }) }
            .associate { it.key to it.value }

    /** The form of a command line, such as `oidc-auth token [OPTIONS] HOST`. */
    val usage: String =
        buildString {
            append(Program.NAME)
            if (command.commandName != Program.NAME) append(' ').append(command.commandName)
            append(" [OPTIONS]")
            val form = command.form ?: arguments.joinToString(" ", transform = ::formOf)
            if (form.isNotEmpty()) append(' ').append(form)
        }

    private fun formOf(argument: ParameterHelp.Argument): String {
        val name = if (argument.repeatable) "${argument.name}..." else argument.name
        return if (argument.required) name else "[$name]"
    }

    companion object {
        /** The title of a command's own options. */
        const val OWN: String = "Options"

        private const val SCREEN = "On the screen"
        private const val GENERAL = "General options"

        /** The order of the groups; null stands for all others. */
        private val ORDER = listOf(OWN, null, SCREEN, GENERAL)

        /** Returns the names of [option] with its placeholder, such as `-p, --ports PORT`. */
        fun namesOf(option: ParameterHelp.Option): String {
            val names = (option.names.sortedBy { it.startsWith("--") } + option.secondaryNames).joinToString(", ")
            return option.metavar?.let { "$names $it" } ?: names
        }
    }
}
