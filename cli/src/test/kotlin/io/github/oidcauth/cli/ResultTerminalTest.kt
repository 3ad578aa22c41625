package io.github.oidcauth.cli

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

internal class ResultTerminalTest : FunSpec({
    fun isTerminal(
        properties: Map<String, String> = emptyMap(),
        targets: Map<Int, String> = emptyMap(),
        hasConsole: Boolean = false,
    ) = ResultTerminal.isTerminal(properties::get, targets::get) { hasConsole }

    test("the launcher's word counts most") {
        isTerminal(mapOf("oidcauth.stdout.terminal" to "true"), mapOf(1 to "pipe:[1]")) shouldBe true
        isTerminal(mapOf("oidcauth.stdout.terminal" to "false"), mapOf(1 to "/dev/pts/1"), hasConsole = true) shouldBe false
    }

    test("else the descriptor of the result is looked at") {
        isTerminal(targets = mapOf(1 to "/dev/pts/12")) shouldBe true
        isTerminal(targets = mapOf(1 to "/dev/tty1")) shouldBe true
        listOf("pipe:[7]", "/tmp/a", "/dev/null", "socket:[1]").forEach {
            isTerminal(targets = mapOf(1 to it), hasConsole = true) shouldBe false
        }
        val ofLauncher = mapOf(ResultDescriptor.PROPERTY to "8")
        isTerminal(ofLauncher, mapOf(1 to "/dev/pts/1", 8 to "pipe:[7]")) shouldBe false
        isTerminal(ofLauncher, mapOf(1 to "pipe:[7]", 8 to "/dev/pts/1")) shouldBe true
    }

    test("where that cannot be known, a console counts") {
        isTerminal(hasConsole = true) shouldBe true
        isTerminal(hasConsole = false) shouldBe false
    }
})
