package io.github.oidcauth.cli.reference

import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Version
import io.github.oidcauth.cli.commands.Commands
import io.github.oidcauth.cli.completion.Shells
import io.github.oidcauth.cli.help.EnvironmentVariables
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import kotlin.io.path.writeText

internal class ManPageTest : FunSpec({
    val page = ManPage(Reference(Commands.all(), Commands.bare()), Version.TEXT).text()
    val hostile = ManPage(Reference(listOf(HostileCommand(), HostileCommand()), Commands.bare()), "1").text()
    val macros = setOf("TH", "SH", "SS", "TP", "B", "IP", "PP", "RS", "RE", "EX", "EE", "br")

    fun run(vararg command: String): String =
        ProcessBuilder(*command).redirectErrorStream(true).start().let { process ->
            process.inputReader().readText().also { process.waitFor() }
        }

    fun shown(text: String): String {
        val file: Path = tempdir().toPath().resolve("page.1").also { it.writeText(text) }
        return run("groff", "-ww", "-man", "-Tascii", "-P-cbou", "-rLL=200n", "$file")
    }

    test("it has all commands, options, exit codes and variables") {
        val plain = page.replace("\\-", "-")
        Commands.all().forEach { command ->
            plain shouldContain "oidc-auth ${command.commandName} [OPTIONS]"
            command.registeredOptions().flatMap { it.names }.forEach { withClue(it) { plain shouldContain it } }
        }
        ExitCode.MEANINGS.forEach { (code, _) -> plain shouldContain ".B \"$code\"\n" }
        EnvironmentVariables.ALL.flatMap { it.names }.forEach { plain shouldContain it }
        listOf("NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "FILES").forEach {
            page.lines() shouldContain ".SH \"$it\""
        }
    }

    test("each line that begins with a control character is one of a few macros, whatever the texts are") {
        listOf(page, hostile).forEach { text ->
            text.lines().filter { it.startsWith('.') || it.startsWith('\'') }
                .filterNot { it.drop(1).substringBefore(' ') in macros }
                .shouldBeEmpty()
        }
    }

    test("groff has nothing to warn about, and shows texts as they are").config(
        enabledOrReasonIf = Shells.needed("groff"),
    ) {
        shown(page).lines().filter { "page.1:" in it }.shouldBeEmpty()
        val text = shown(hostile).replace(Regex("\\s+"), " ")
        text shouldContain ".SH <b>it's</b> *one* `\$(touch x)`"
        text shouldContain "'tis \\fBbold\\fR & \"quoted\"."
        text shouldContain ".PP <script>"
        text shouldContain ".echo '\$HOME' \\n <x> && `id`"
        text shouldContain "It's \$(id) `id` \\ ^ ~ [a:b]"
    }

    test("a page is the same each time it is made") {
        ManPage(Reference(Commands.all(), Commands.bare()), Version.TEXT).text() shouldBe page
    }
})
