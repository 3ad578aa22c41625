// Tests Reference, ProgramFiles and ProgramText.
package io.github.oidcauth.cli.reference

import io.github.oidcauth.cli.commands.Commands
import io.github.oidcauth.cli.help.CommandHelp
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith

internal class ReferenceTest : FunSpec({
    val reference = Reference(Commands.all(), Commands.bare())
    val entries = reference.sections.values.flatten()

    test("every command has its entry, under its own heading") {
        entries.map { it.name } shouldContainExactlyInAnyOrder Commands.all().map { it.commandName }
        reference.sections.forEach { (section, all) -> all.forEach { it.command.section shouldBe section } }
    }

    test("every option of a command is among its own or in a group that it names, and not in both") {
        (entries + reference.bare).forEach { entry ->
            withClue(entry.name) {
                val own = entry.ownOptions.values.flatten()
                val shared = entry.sharedGroups.flatMap { reference.sharedOptions.getValue(it) }
                own + shared shouldContainExactlyInAnyOrder CommandHelp(entry.command).options.values.flatten()
            }
        }
    }

    test("a group of several commands is documented once") {
        reference.sharedOptions.keys.toList().shouldNotBeEmpty()
        reference.sharedOptions.keys.forEach { title -> entries.forEach { it.ownOptions.keys.contains(title) shouldBe false } }
    }

    test("the sentences of the manual are whole, and the files have a purpose") {
        ProgramText.ABOUT.forEach { it shouldEndWith "." }
        ProgramText.moreOptions(listOf("For the login")) shouldContain "\"For the login\""
        ProgramFiles.ALL.forEach { it.purpose shouldEndWith "." }
    }
})
