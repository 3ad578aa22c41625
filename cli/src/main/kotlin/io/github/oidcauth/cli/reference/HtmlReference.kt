// Tested by HtmlReferenceTest.
package io.github.oidcauth.cli.reference

import com.github.ajalt.clikt.output.HelpFormatter.ParameterHelp
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.help.CommandHelp
import io.github.oidcauth.cli.help.EnvironmentVariables

/** The reference of all commands as one page of HTML that needs no other file and no script. */
internal class HtmlReference(
    private val reference: Reference,
    private val version: String,
) {
    private val page = StringBuilder()

    fun text(): String {
        page.clear()
        page.append(head())
        navigation()
        page.append("<main id=\"content\">\n<h1>oidc-auth</h1>\n")
        code(ProgramText.SYNOPSIS.joinToString("\n"))
        ProgramText.ABOUT.forEach(::paragraph)
        reference.sections.forEach { (section, entries) ->
            heading(2, section.title)
            entries.forEach { entry(it, 3, it.name) }
        }
        entry(reference.bare, 2, ProgramText.WITHOUT_COMMAND)
        heading(2, OPTIONS)
        reference.sharedOptions.forEach { (title, options) ->
            heading(3, title)
            options(options)
        }
        heading(2, "Exit codes")
        table("Code" to "Meaning", ExitCode.MEANINGS.map { (code, meaning) -> listOf("$code") to meaning })
        heading(2, "Environment")
        table("Variable" to "Meaning", EnvironmentVariables.ALL.map { it.names to it.meaning })
        heading(2, "Files")
        table("File" to "Contents", ProgramFiles.ALL.map { listOf(it.path) to it.purpose })
        page.append("</main>\n<footer><p>oidc-auth ${escaped(version)}</p></footer>\n</body>\n</html>\n")
        return page.toString()
    }

    private fun head() =
        """
        |<!DOCTYPE html>
        |<html lang="en">
        |<head>
        |<meta charset="utf-8" />
        |<meta name="viewport" content="width=device-width, initial-scale=1" />
        |<title>oidc-auth: commands</title>
        |<style>
        |$STYLE
        |</style>
        |</head>
        |<body>
        |<a class="skip" href="#content">Skip to the commands</a>
        |
        """.trimMargin()

    private fun navigation() {
        page.append("<nav aria-label=\"Commands\">\n")
        reference.sections.forEach { (section, entries) ->
            page.append("<p>${escaped(section.title)}</p>\n<ul>\n")
            entries.forEach { page.append("<li><a href=\"#${anchorOf(it.name)}\">${escaped(it.name)}</a></li>\n") }
            page.append("</ul>\n")
        }
        page.append("</nav>\n")
    }

    private fun entry(
        entry: Reference.Entry,
        level: Int,
        title: String,
    ) {
        heading(level, title)
        code(entry.help.usage)
        entry.paragraphs.forEach(::paragraph)
        val arguments = entry.help.arguments.map { it.name to it.help }
        definitions(arguments + entry.ownOptions.values.flatten().map { CommandHelp.namesOf(it) to it.help })
        if (entry.sharedGroups.isNotEmpty()) {
            val links = entry.sharedGroups.joinToString(", ") { "<a href=\"#${anchorOf(it)}\">${escaped(it.lowercase())}</a>" }
            page.append("<p>More options: $links.</p>\n")
        }
        entry.command.examples.forEach { example ->
            paragraph("${example.purpose}:")
            code(example.line)
        }
    }

    private fun options(options: List<ParameterHelp.Option>) = definitions(options.map { CommandHelp.namesOf(it) to it.help })

    private fun definitions(all: List<Pair<String, String>>) {
        if (all.isEmpty()) return
        page.append("<dl>\n")
        all.forEach { (term, text) -> page.append("<dt><code>${escaped(term)}</code></dt>\n<dd>${inline(text)}</dd>\n") }
        page.append("</dl>\n")
    }

    private fun table(
        head: Pair<String, String>,
        rows: List<Pair<List<String>, String>>,
    ) {
        page.append(
            "<table>\n<thead><tr><th scope=\"col\">${head.first}</th><th scope=\"col\">${head.second}</th></tr></thead>\n<tbody>\n",
        )
        rows.forEach { (names, text) ->
            val shown = names.joinToString(", ") { "<code>${escaped(it)}</code>" }
            page.append("<tr><th scope=\"row\">$shown</th><td>${inline(text)}</td></tr>\n")
        }
        page.append("</tbody>\n</table>\n")
    }

    private fun heading(
        level: Int,
        title: String,
    ) {
        page.append("<h$level id=\"${anchorOf(title)}\">${escaped(title)}</h$level>\n")
    }

    private fun paragraph(text: String) {
        page.append("<p>${inline(text)}</p>\n")
    }

    private fun code(text: String) {
        page.append("<pre tabindex=\"0\"><code>${escaped(text)}</code></pre>\n")
    }

    /** Returns [text] with the words between backticks as code. */
    private fun inline(text: String): String =
        text
            .split('`')
            .mapIndexed { index, part -> if (index % 2 == 0) escaped(part) else "<code>${escaped(part)}</code>" }
            .joinToString("")

    private fun escaped(text: String) = text.replace(
        "&",
        "&amp;",
    ).replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")

    private companion object {
        const val OPTIONS = "Options of several commands"
        val STYLE =
            """
            |:root { color-scheme: light dark; }
            |body { font: 1rem/1.5 system-ui, sans-serif; max-width: 72rem; margin: 0 auto; padding: 1rem; display: grid; gap: 0 2rem; }
            |code, pre { font-family: ui-monospace, monospace; font-size: 0.95em; }
            |pre { overflow-x: auto; padding: 0.75rem; border: 1px solid GrayText; border-radius: 0.25rem; }
            |dt { margin-top: 0.75rem; }
            |th { text-align: left; vertical-align: top; padding-right: 1rem; font-weight: normal; }
            |thead th { font-weight: bold; }
            |nav p { margin: 1rem 0 0; font-weight: bold; }
            |nav ul { margin: 0; padding-left: 1.25rem; }
            |.skip:not(:focus) { position: absolute; left: -100vw; }
            |@media (min-width: 60rem) {
            |  body { grid-template-columns: 14rem minmax(0, 1fr); }
            |  nav { grid-row: span 2; }
            |  footer { grid-column: 2; }
            |}
            """.trimMargin()
    }
}
