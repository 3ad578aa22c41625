package io.github.oidcauth.cli.screen

import io.kotest.assertions.withClue
import io.kotest.matchers.shouldBe
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.writeText

/**
 * The captured screens in `docs/terminal.md`. With `-Dcaptures.write=true` they are written; otherwise each must look as what was
 * captured now, apart from what differs from run to run.
 */
internal object Captures {
    private val file = Path.of("../docs/terminal.md")
    private val isWriting = System.getProperty("captures.write") == "true"
    private val VARIABLES =
        listOf(
            Regex("[A-Z]{4}-[A-Z]{4}") to "CODE",
            Regex("(:|%3A)[0-9]{4,5}") to ":PORT",
            Regex("[0-9]:[0-9]{2}") to "TIME",
            Regex("[-\\\\|/] waiting") to "waiting",
            Regex("[█▀▄ ]{20,}") to "QR",
            Regex("(state|code_challenge|nonce)=[^&\\s]+") to "\$1=…",
        )

    fun check(
        name: String,
        screen: List<String>,
    ) {
        val text = file.readText()
        val block = Regex("(<!-- capture $name -->\n```text\n)([\\s\\S]*?)(\n```)")
        val found = checkNotNull(block.find(text)) { "docs/terminal.md has no capture $name." }
        if (isWriting) {
            file.writeText(text.replaceRange(found.groups[2]!!.range, screen.joinToString("\n") { it.trimEnd() }))
            return
        }
        withClue("docs/terminal.md is older than the command: write it anew with -Dcaptures.write=true.") {
            stable(screen) shouldBe stable(found.groupValues[2].lines())
        }
    }

    private fun stable(lines: List<String>) =
        lines.map { line -> VARIABLES.fold(line) { text, (pattern, name) -> text.replace(pattern, name) }.trimEnd() }
}
