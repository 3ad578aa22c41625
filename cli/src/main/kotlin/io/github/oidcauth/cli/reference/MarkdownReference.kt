// Tested by MarkdownReferenceTest.
package io.github.oidcauth.cli.reference

import com.github.ajalt.clikt.output.HelpFormatter.ParameterHelp
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.help.CommandHelp
import io.github.oidcauth.cli.help.EnvironmentVariables

/** The reference of all commands as one page of Markdown, `docs/commands.md`. */
internal class MarkdownReference(
    private val reference: Reference,
) {
    fun text(): String =
        blocks().joinToString("\n\n", postfix = "\n")

    private fun blocks(): List<String> =
        buildList {
            add("# Commands")
            add("<!-- Written by the test MarkdownReferenceTest from the definitions of the commands: see CONTRIBUTING.md. -->")
            add(code(ProgramText.SYNOPSIS.joinToString("\n")))
            ProgramText.ABOUT.forEach { add(plain(it)) }
            add(overview())
            reference.sections.forEach { (section, entries) ->
                add("## ${section.title}")
                entries.forEach { addAll(entry(it, it.name)) }
            }
            addAll(entry(reference.bare, ProgramText.WITHOUT_COMMAND, level = "##"))
            add("## Options of several commands")
            reference.sharedOptions.forEach { (title, options) ->
                add("### $title")
                add(options(options))
            }
            add("## Exit codes")
            add(table("code" to "meaning", ExitCode.MEANINGS.map { (code, meaning) -> "$code" to plain(meaning) }))
            add("## Environment")
            val variables = EnvironmentVariables.ALL.map {
                it.names.joinToString(", ", transform = ::verbatim) to
                    plain(it.meaning)
            }
            add(table("variable" to "meaning", variables))
            add("## Files")
            add(table("file" to "contents", ProgramFiles.ALL.map { verbatim(it.path) to plain(it.purpose) }))
        }

    private fun overview(): String {
        val rows = reference.sections.values.flatten().map {
            "[`${it.name}`](#${anchorOf(it.name)})" to
                plain("${it.command.summary}.")
        }
        return table("command" to "", rows)
    }

    private fun entry(
        entry: Reference.Entry,
        title: String,
        level: String = "###",
    ): List<String> =
        buildList {
            add("$level $title")
            add(code(entry.help.usage))
            entry.paragraphs.forEach { add(plain(it)) }
            val arguments = entry.help.arguments.map { "- ${verbatim(it.name)}: ${plain(it.help)}" }
            val options = entry.ownOptions.values.flatten().map(::item)
            (arguments + options).ifEmpty { null }?.let { add(it.joinToString("\n")) }
            if (entry.sharedGroups.isNotEmpty()) {
                add("More options: " + entry.sharedGroups.joinToString(", ") { "[${it.lowercase()}](#${anchorOf(it)})" } + ".")
            }
            entry.command.examples.forEach { example ->
                add("${plain(example.purpose)}:")
                add(code(example.line))
            }
        }

    private fun options(options: List<ParameterHelp.Option>) = options.joinToString("\n", transform = ::item)

    private fun item(option: ParameterHelp.Option) = "- ${verbatim(CommandHelp.namesOf(option))}: ${plain(option.help)}"

    private fun table(
        head: Pair<String, String>,
        rows: List<Pair<String, String>>,
    ): String =
        (listOf(head, "---" to "---") + rows).joinToString("\n") { (first, second) -> "| $first | $second |" }

    private fun code(text: String) = "```sh\n$text\n```"

    private fun verbatim(text: String) = "`$text`"

    /** Returns [text] so that Markdown shows it as it is. Text between backticks is Markdown already. */
    private fun plain(text: String): String =
        text
            .split('`')
            .mapIndexed { index, part -> if (index % 2 == 0) part.replace(SPECIAL) { "\\${it.value}" } else part }
            .joinToString("`")

    private companion object {
        val SPECIAL = Regex("[\\\\<>*_|\\[\\]]")
    }
}
