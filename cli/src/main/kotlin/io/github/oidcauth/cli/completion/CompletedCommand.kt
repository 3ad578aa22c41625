// Tested by CompletedCommandTest.
package io.github.oidcauth.cli.completion

import com.github.ajalt.clikt.completion.CompletionCandidates
import com.github.ajalt.clikt.parameters.options.Option
import io.github.oidcauth.cli.framework.Command

/** The words of one command that a shell completes, from its definition. Pure. */
internal class CompletedCommand(
    command: Command,
) {
    /** The values that an option or argument can have. */
    sealed interface Values {
        data object None : Values

        data object Files : Values

        /** The hosts with a stored token, and the aliases of the configuration. */
        data object Hosts : Values

        data class Words(
            val words: List<String>,
        ) : Values
    }

    class CompletedOption(
        val names: List<String>,
        /** The values, or null if the option has none. */
        val values: Values?,
        val help: String,
    )

    val name: String = command.commandName
    val summary: String = command.summary

    val options: List<CompletedOption> =
        command
            .also { it.resetContext() }
            .registeredOptions()
            .filterNot { it.hidden }
            .flatMap { option -> optionsOf(option, command) }

    /** The values of the arguments in their order. The last may be repeated. */
    val arguments: List<Values> = command.registeredArguments().map { valuesOf(it.completionCandidates, it.name) }

    /** Returns [option], and the flag that switches it off if there is one. */
    private fun optionsOf(
        option: Option,
        command: Command,
    ): List<CompletedOption> {
        val help = option.optionHelp(command.currentContext).substringBefore(". ").removeSuffix(".")
        val values = if (option.nvalues.first ==
            0
        ) {
            null
        } else {
            valuesOf(option.completionCandidates, option.metavar(command.currentContext))
        }
        val on = CompletedOption(option.names.sortedBy { it.length }, values, help)
        if (option.secondaryNames.isEmpty()) return listOf(on)
        return listOf(on, CompletedOption(option.secondaryNames.toList(), values, help))
    }

    private fun valuesOf(
        candidates: CompletionCandidates,
        placeholder: String?,
    ): Values =
        when {
            candidates is CompletionCandidates.Fixed -> Values.Words(candidates.candidates.toList())
            candidates is CompletionCandidates.Path || placeholder in FILES -> Values.Files
            placeholder == HOST -> Values.Hosts
            else -> Values.None
        }

    private companion object {
        const val HOST = "HOST"
        val FILES = setOf("FILE", "DIRECTORY")
    }
}
