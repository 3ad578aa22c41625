package io.github.oidcauth.cli.reference

import io.github.oidcauth.cli.commands.Commands
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.writeText

internal class MarkdownReferenceTest : FunSpec({
    val page = Path.of("../docs/commands.md")

    test("docs/commands.md is what the definitions of the commands say") {
        val text = MarkdownReference(Reference(Commands.all(), Commands.bare())).text()
        if (System.getProperty("commands.write") == "true") page.writeText(text)
        withClue("Write the page anew: mvn -pl cli -am test -Dtest=MarkdownReferenceTest -Dcommands.write=true") {
            page.readText() shouldBe text
        }
    }

    test("texts appear as they are") {
        val text = MarkdownReference(Reference(listOf(HostileCommand()), Commands.bare())).text()
        text shouldContain "\\<script\\>alert(1)\\</script\\> \\_under\\_ a\\|b"
        text shouldContain "```sh\n.echo '\$HOME' \\n <x> && `id`\n```"
    }
})
