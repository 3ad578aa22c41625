// Tests HelpText, EnvironmentVariables and Command.
package io.github.oidcauth.cli.help

import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.commands.Commands
import io.github.oidcauth.cli.tokens.TokenInput
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotBeBlank
import io.kotest.matchers.string.shouldStartWith

internal class HelpTextTest : FunSpec({
    val bench = CommandBench()

    Commands.all().forEach { command ->
        test("`${command.commandName} --help` explains each option and argument in at most 80 columns") {
            val result = bench.run(command.commandName, "--help")
            result.exitCode shouldBe 0
            result.stderr shouldBe ""
            result.stdout shouldStartWith "Usage: oidc-auth ${command.commandName} "
            val help = CommandHelp(command)
            (help.options.values.flatten().flatMap { it.names }).forEach { result.stdout shouldContain Regex("[ \n]$it[ ,\n]") }
            help.options.values.flatten().forEach { withClue(it.names) { it.help.shouldNotBeBlank() } }
            help.arguments.forEach { withClue(it.name) { it.help.shouldNotBeBlank() } }
            val isExample = command.examples.map { "    ${it.line}" }
            result.stdout.lines().filterNot { it in isExample }.forEach { withClue(it) { it.length shouldBeLessThanOrEqual 80 } }
        }

        test("`${command.commandName}` has a short summary and examples that name it") {
            command.summary.length shouldBeLessThanOrEqual 58
            command.examples.shouldNotBeEmpty()
            command.examples.forEach { it.line shouldContain command.commandName }
        }
    }

    listOf("run" to "HOST -- COMMAND...", "api" to "[METHOD] PATH", "switch" to "[ACCOUNT] HOST").forEach { (name, form) ->
        test("the usage of $name shows its arguments as users write them") {
            bench.run(name, "--help").stdout shouldStartWith "Usage: oidc-auth $name [OPTIONS] $form\n"
        }
    }

    test("the example of a file for decode is a file") {
        val line = Commands.all().single { it.commandName == "decode" }.examples.map { it.line }.single { ".txt" in it }
        TokenInput.isNamedBy(line.split(' ').single { ".txt" in it }) shouldBe true
    }

    test("the options of all commands come last") {
        (Commands.all() + Commands.bare()).forEach { command ->
            withClue(command.commandName) {
                CommandHelp(command).options.keys.toList().takeLast(2) shouldBe listOf("On the screen", "General options")
            }
        }
    }

    test("an option takes a value in all commands, or in none") {
        val options = (Commands.all() + Commands.bare()).flatMap { it.registeredOptions() }
        options.flatMap { option ->
            option.names.map { it to (option.nvalues.first > 0) }
        }.distinct().map { it.first }.shouldBeUnique()
    }
})
