// Tested by ManPageTest.
package io.github.oidcauth.cli.reference

import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Program
import io.github.oidcauth.cli.framework.Example
import io.github.oidcauth.cli.help.CommandHelp
import io.github.oidcauth.cli.help.EnvironmentVariables

/** The manual page `oidc-auth(1)` as roff, with the macros of man(7). */
internal class ManPage(
    private val reference: Reference,
    private val version: String,
) {
    private val page = StringBuilder()

    fun text(): String {
        page.clear()
        header()
        section("DESCRIPTION") {
            ProgramText.ABOUT.forEachIndexed { index, text ->
                if (index > 0) macro("PP")
                line(text)
            }
        }
        section("COMMANDS") {
            reference.sections.forEach { (section, entries) ->
                macro("SS", quoted(section.title))
                entries.forEach(::entry)
            }
            macro("SS", quoted(ProgramText.WITHOUT_COMMAND))
            entry(reference.bare)
        }
        section("OPTIONS") {
            reference.sharedOptions.forEach { (title, options) ->
                macro("SS", quoted(title))
                options.forEach { term(CommandHelp.namesOf(it), it.help) }
            }
        }
        section("EXIT STATUS") { ExitCode.MEANINGS.forEach { (code, meaning) -> term("$code", sentence(meaning)) } }
        section("ENVIRONMENT") {
            EnvironmentVariables.ALL.forEach { term(it.names.joinToString(", "), it.meaning) }
        }
        section("FILES") { ProgramFiles.ALL.forEach { term(it.path, it.purpose) } }
        section("SEE ALSO") { line(ProgramText.HOME_PAGE) }
        return page.toString()
    }

    private fun header() {
        macro("TH", "OIDC-AUTH 1 \"\" ${quoted("${Program.NAME} $version")} \"User Commands\"")
        section("NAME") { page.append("${escaped(Program.NAME)} \\- ${escaped(ProgramText.PURPOSE)}\n") }
        section("SYNOPSIS") {
            ProgramText.SYNOPSIS.forEachIndexed { index, form ->
                if (index > 0) macro("br")
                line(form)
            }
        }
    }

    private fun entry(entry: Reference.Entry) {
        macro("TP")
        macro("B", quoted(entry.help.usage))
        entry.paragraphs.forEachIndexed { index, text ->
            if (index > 0) macro("IP")
            line(text)
        }
        val terms =
            entry.help.arguments.map { it.name to it.help } +
                entry.ownOptions.values.flatten().map { CommandHelp.namesOf(it) to it.help }
        if (terms.isNotEmpty()) {
            macro("RS")
            terms.forEach { (name, help) -> term(name, help) }
            macro("RE")
        }
        if (entry.sharedGroups.isNotEmpty()) {
            macro("IP")
            line(ProgramText.moreOptions(entry.sharedGroups))
        }
        entry.command.examples.forEach(::example)
    }

    private fun example(example: Example) {
        macro("IP")
        line("${example.purpose}:")
        macro("IP")
        macro("EX")
        line(example.line)
        macro("EE")
    }

    private fun section(
        title: String,
        content: () -> Unit,
    ) {
        macro("SH", quoted(title))
        content()
    }

    private fun term(
        term: String,
        text: String,
    ) {
        macro("TP")
        macro("B", quoted(term))
        line(text)
    }

    private fun macro(
        name: String,
        arguments: String = "",
    ) {
        page.append('.').append(name)
        if (arguments.isNotEmpty()) page.append(' ').append(arguments)
        page.append('\n')
    }

    private fun line(text: String) {
        // A line that begins with a control character would be a request.
        if (text.startsWith('.') || text.startsWith('\'')) page.append("\\&")
        page.append(escaped(text)).append('\n')
    }

    private fun sentence(text: String) = text.replaceFirstChar { it.uppercase() } + "."

    private fun quoted(text: String) = '"' + escaped(text).replace("\"", "\\(dq") + '"'

    /** Returns [text] as roff that prints it as it is: a bare hyphen or quote is printed as another character. */
    private fun escaped(text: String): String =
        buildString {
            text.replace('\n', ' ').forEach { letter ->
                when {
                    letter in ESCAPES -> append(ESCAPES.getValue(letter))
                    letter.code > LAST_ASCII -> append("\\[u%04X]".format(letter.code))
                    else -> append(letter)
                }
            }
        }

    private companion object {
        const val LAST_ASCII = 126
        val ESCAPES = mapOf('\\' to "\\e", '-' to "\\-", '\'' to "\\(aq", '`' to "\\(ga", '^' to "\\(ha", '~' to "\\(ti")
    }
}
