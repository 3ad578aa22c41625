// Tested by BashCompletionTest and ZshCompletionTest.
package io.github.oidcauth.cli.completion

import io.github.oidcauth.cli.completion.CompletedCommand.Values

/** The parts that the scripts for bash and zsh have in common: lists of names, and branches of `case`. */
internal class ShellTables(
    private val commands: List<CompletedCommand>,
) {
    /** The names of all commands. */
    val names: List<String> = commands.filterNot { it.name == BARE }.map { it.name }

    /** The names of all options that take a value. */
    val valued: List<String> =
        commands.flatMap { it.options }.filter { it.values != null }.flatMap { it.names }.distinct().sorted()

    /** Returns a branch for each command that lists its options by [assignment]. */
    fun options(
        indent: String,
        assignment: (List<String>) -> String,
    ): String =
        commands.joinToString("\n") { command ->
            val pattern = if (command.name == BARE) "''|-" else command.name
            "$indent$pattern) ${assignment(
                command.options.flatMap {
                    it.names
                }.filter { it.startsWith("--") || it.length == 2 },
            )} ;;"
        }

    /** Returns a branch for each option and argument that has values to offer. A branch is for `command option` or `command 0`. */
    fun values(
        indent: String,
        hosts: String,
        files: String,
        words: (List<String>) -> String,
    ): String {
        val places = LinkedHashMap<String, MutableList<String>>()

        fun add(
            place: String,
            values: Values?,
        ) {
            val action =
                when (values) {
                    Values.Hosts -> hosts
                    Values.Files -> files
                    is Values.Words -> words(values.words)
                    Values.None, null -> return
                }
            places.getOrPut(action) { mutableListOf() } += place
        }
        commands.forEach { command ->
            val name = if (command.name == BARE) "-" else command.name
            command.options.forEach { option -> option.names.forEach { add("'$name $it'", option.values) } }
            command.arguments.forEachIndexed { position, values -> add("'$name $position'", values) }
        }
        return places.entries.joinToString("\n") { (action, all) -> "$indent${all.joinToString(" | ")}) $action ;;" }
    }

    companion object {
        /** The name of the command without a name: `oidc-auth HOST`. */
        const val BARE: String = "oidc-auth"
    }
}
