// Tested by FishCompletionTest.
package io.github.oidcauth.cli.completion

import io.github.oidcauth.cli.completion.CompletedCommand.Values

/** The completion script for fish. */
internal object FishCompletion {
    fun script(commands: List<CompletedCommand>): String =
        """
        |# Completion of oidc-auth for fish, made by `oidc-auth completion fish`. Source it, or put it into the directory of
        |# completions as oidc-auth.fish. Hosts come from stored tokens: fish quotes them, and never evaluates them.
        |
        |function __oidc_auth_hosts
        |    oidc-auth completion hosts 2>/dev/null </dev/null | string match -r '^[A-Za-z0-9][A-Za-z0-9:/._~%@-]*${'$'}'
        |end
        |
        |# True if the command line has the command ${'$'}argv[1], or none where that is empty.
        |function __oidc_auth_at
        |    set -l is_value false
        |    for word in (commandline -opc)[2..-1]
        |        if test ${'$'}is_value = true
        |            set is_value false
        |        else if contains -- ${'$'}word ${ShellTables(commands).valued.joinToString(" ")}
        |            set is_value true
        |        else if not string match -q -- '-*' ${'$'}word
        |            test "${'$'}word" = "${'$'}argv[1]"
        |            return
        |        end
        |    end
        |    test -z "${'$'}argv[1]"
        |end
        |
        |complete -c oidc-auth -f
        |${commands.flatMap(::linesOf).joinToString("\n")}
        |
        """.trimMargin()

    private fun linesOf(command: CompletedCommand): List<String> {
        val isBare = command.name == ShellTables.BARE
        val at = "complete -c oidc-auth -n '__oidc_auth_at ${if (isBare) "\"\"" else command.name}'"
        val named = if (isBare) {
            emptyList()
        } else {
            listOf(
                "complete -c oidc-auth -n '__oidc_auth_at \"\"' -a ${command.name} -d ${quoted(command.summary)}",
            )
        }
        val options = command.options.map { "$at${names(it)}${values(it.values)} -d ${quoted(it.help)}" }
        val arguments = if (isBare) emptyList() else command.arguments.distinct().mapNotNull { argument(it) }.map { "$at $it" }
        return named + options + arguments
    }

    private fun names(option: CompletedCommand.CompletedOption) =
        option.names.joinToString("") { if (it.startsWith("--")) " -l ${it.drop(2)}" else " -s ${it.drop(1)}" }

    private fun values(values: Values?): String =
        when (values) {
            null -> ""
            Values.None -> " -x"
            Values.Files -> " -r -F"
            Values.Hosts -> " -x -a '(__oidc_auth_hosts)'"
            is Values.Words -> " -x -a ${quoted(values.words.joinToString(" "))}"
        }

    private fun argument(values: Values): String? =
        when (values) {
            Values.None -> null
            Values.Files -> "-F"
            Values.Hosts -> "-a '(__oidc_auth_hosts)'"
            is Values.Words -> "-a ${quoted(values.words.joinToString(" "))}"
        }

    private fun quoted(text: String) = "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
}
