package io.github.oidcauth.cli.commands

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name

internal class CommandsTest : FunSpec({
    test("each command is there once: the parser would fill one object, and the program execute the other") {
        Commands.all().map { it.commandName }.shouldBeUnique()
    }

    test("each class of a command is there") {
        val files = Path.of("src/main/kotlin/io/github/oidcauth/cli/commands").listDirectoryEntries("*Command.kt").map { it.name }
        (Commands.all() + Commands.bare()).map { "${it.javaClass.simpleName}.kt" }.toSet() shouldBe files.toSet()
    }
})
