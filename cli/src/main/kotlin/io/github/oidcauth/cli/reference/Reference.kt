// Tested by ReferenceTest.
package io.github.oidcauth.cli.reference

import com.github.ajalt.clikt.output.HelpFormatter.ParameterHelp
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.Section
import io.github.oidcauth.cli.help.CommandHelp

/**
 * The documentation of all commands, from their definitions: what each command has of its own, and once the groups of options
 * that several commands have. Pure.
 */
internal class Reference(
    commands: List<Command>,
    bare: Command,
) {
    /** One command. */
    class Entry(
        val help: CommandHelp,
        /** The options of this command alone, by the title of their group. */
        val ownOptions: Map<String, List<ParameterHelp.Option>>,
        /** The titles of the groups in [Reference.sharedOptions] that the command has. */
        val sharedGroups: List<String>,
    ) {
        val command: Command get() = help.command
        val name: String get() = command.commandName
        val paragraphs: List<String>
            get() = listOf("${command.summary}.") + command.description.split("\n\n").filter { it.isNotEmpty() }
    }

    private val helps = (commands + bare).map(::CommandHelp)

    /** The groups of options that several commands have, by their titles. */
    val sharedOptions: Map<String, List<ParameterHelp.Option>> =
        helps
            .flatMap { it.options.entries }
            .groupBy({ it.key }, { it.value })
            .filterValues { groups -> groups.size > 1 && groups.distinct().size == 1 }
            .mapValues { it.value.first() }

    /** The commands under the headings of the list of commands. */
    val sections: Map<Section, List<Entry>> =
        Section.entries
            .associateWith { section -> commands.indices.filter { commands[it].section == section }.map { entry(helps[it]) } }
            .filterValues { it.isNotEmpty() }

    /** The command line without a command. */
    val bare: Entry = entry(helps.last())

    private fun entry(help: CommandHelp) =
        Entry(
            help,
            help.options.filterKeys { it !in sharedOptions },
            sharedOptions.keys.filter { it in help.options.keys },
        )
}
