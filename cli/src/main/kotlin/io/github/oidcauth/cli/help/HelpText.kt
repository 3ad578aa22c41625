// Tested by HelpTextTest and UsageTest.
package io.github.oidcauth.cli.help

import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Program
import io.github.oidcauth.cli.framework.Command
import io.github.oidcauth.cli.framework.Section

/** The text of `--help` for terminals of 80 columns, from the definitions of the commands. */
internal object HelpText {
    /** Returns the line that says how to get help for [command]. */
    fun helpLine(command: Command): String =
        if (command.commandName == Program.NAME) "${Program.NAME} --help" else "${Program.NAME} ${command.commandName} --help"

    /** Returns the form of a command line of [command]. */
    fun usage(command: Command): String = "Usage: ${CommandHelp(command).usage}"

    /** Returns the help of [command]. */
    fun of(command: Command): String {
        val help = CommandHelp(command)
        val own = listOf("Usage: ${help.usage}", wrapped("${command.summary}.", 0)) + paragraphs(command.description)
        val arguments =
            help.arguments.takeIf { it.isNotEmpty() }?.let { all ->
                "Arguments:\n" + all.joinToString("\n") { definition(it.name, it.help) }
            }
        val options =
            help.options.map { (title, all) ->
                "$title:\n" + all.joinToString("\n") { definition(CommandHelp.namesOf(it), it.help) }
            }
        return (own + listOfNotNull(arguments) + options + listOfNotNull(examples(command), EXIT_CODES)).joinToString("\n\n")
    }

    /** Returns the help of the program with [commands]. */
    fun ofProgram(commands: List<Command>): String =
        (
            listOf(USAGE, ABOUT, HOST) +
                Section.entries.mapNotNull { section -> list(section, commands) } +
                listOf(PYTHON, OUTPUT, exitCodes(), environment(), MORE)
        ).joinToString("\n\n")

    private fun list(
        section: Section,
        commands: List<Command>,
    ): String? {
        val listed = commands.filter { it.section == section }.ifEmpty { return null }
        return "${section.title}:\n" + listed.joinToString("\n") { "  ${it.commandName.padEnd(NAME_WIDTH)} ${it.summary}" }
    }

    private fun examples(command: Command): String? =
        command.examples.takeIf { it.isNotEmpty() }?.let { all ->
            "Examples:\n" + all.joinToString("\n") { "  ${it.purpose}:\n    ${it.line}" }
        }

    private fun exitCodes() =
        "Exit codes:\n" +
            ExitCode.MEANINGS.entries.joinToString("\n") { (code, meaning) -> "  ${"$code".padStart(CODE_WIDTH)}  $meaning" }

    private fun environment() =
        "Environment:\n" + EnvironmentVariables.ALL.joinToString("\n") { definition(it.names.joinToString(", "), it.meaning) }

    private fun paragraphs(text: String): List<String> =
        if (text.isEmpty()) emptyList() else text.split("\n\n").map { wrapped(it, 0) }

    /** Returns [term] with [text] beside it, or below it where there is no room. */
    private fun definition(
        term: String,
        text: String,
    ): String {
        val shown = "  " + if (term.startsWith("--")) "    $term" else term
        val lines = wrapped(text, INDENT)
        return if (shown.length < INDENT - 1) shown.padEnd(INDENT) + lines.trimStart() else "$shown\n$lines"
    }

    /** Returns [text] broken between words, each line indented by [indent] spaces. */
    private fun wrapped(
        text: String,
        indent: Int,
    ): String {
        val lines = mutableListOf(StringBuilder())
        text.split(' ').forEach { word ->
            val line = lines.last()
            if (line.isNotEmpty() && indent + line.length + 1 + word.length > COLUMNS) {
                lines += StringBuilder(word)
            } else {
                if (line.isNotEmpty()) line.append(' ')
                line.append(word)
            }
        }
        return lines.joinToString("\n") { " ".repeat(indent) + it }
    }

    private const val COLUMNS = 79
    private const val INDENT = 27
    private const val NAME_WIDTH = 18
    private const val CODE_WIDTH = 4
    private const val USAGE = "Usage: oidc-auth COMMAND [OPTIONS] ...\n       oidc-auth [OPTIONS] HOST"
    private val ABOUT =
        wrapped(
            "Logs in to applications and issuers of OpenID Connect and OAuth 2.0, keeps the tokens, and prints them for scripts.",
            0,
        )
    private val HOST =
        wrapped(
            "HOST is the base URL of an application, such as https://myapp.example.com. Without a scheme, https is used. A " +
                "host whose name has no dot is written https://idp. With --client-id, HOST is any issuer of OpenID Connect or " +
                "OAuth 2.0.",
            0,
        )
    private const val PYTHON =
        "As in the Python command:\n" +
            "  oidc-auth HOST           The same as `oidc-auth login HOST`.\n" +
            "      --list               List the hosts with a stored token.\n" +
            "      --remove HOST        Remove the token of HOST. It is not revoked.\n" +
            "      --clear              Remove all tokens. They are not revoked."
    private const val OUTPUT = "Results go to standard output, everything else to standard error."
    private const val EXIT_CODES = "The exit codes are in `oidc-auth --help`."
    private const val MORE = "`oidc-auth COMMAND --help` has the options and examples of a command.\n" +
        "`oidc-auth --version` prints the version."
}
