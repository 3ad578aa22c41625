package io.github.oidcauth.cli.completion

import io.github.oidcauth.cli.commands.Commands
import io.github.oidcauth.cli.completion.CompletedCommand.Values
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

internal class CompletedCommandTest : FunSpec({
    val commands = (Commands.all() + Commands.bare()).map(::CompletedCommand)

    fun option(
        command: String,
        name: String,
    ) = commands.single { it.name == command }.options.single { name in it.names }

    test("values come from the definitions") {
        option("login", "--flow").values shouldBe Values.Words(listOf("auto", "device", "browser", "browser-first"))
        option("login", "--client-secret-file").values shouldBe Values.Files
        option("login", "--login-route").values shouldBe Values.None
        option("login", "--force").values shouldBe null
        commands.single { it.name == "export" }.arguments shouldContainExactly listOf(Values.Hosts, Values.Files)
    }

    test("the flag that switches another off is an option of its own") {
        option("login", "--non-interactive").values shouldBe null
    }

    test("an option takes a value with all commands or with none, as the scripts assume") {
        val names = commands.flatMap { command ->
            command.options.flatMap { option ->
                option.names.map {
                    it to
                        (option.values != null)
                }
            }
        }
        names.groupBy({ it.first }, { it.second }).filterValues { it.distinct().size > 1 }.keys.shouldBeEmpty()
    }
})
