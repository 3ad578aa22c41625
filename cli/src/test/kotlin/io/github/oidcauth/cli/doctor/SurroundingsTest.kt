package io.github.oidcauth.cli.doctor

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.nio.file.Path
import kotlin.io.path.writeText

internal class SurroundingsTest : FunSpec({
    fun checks(
        vararg variables: Pair<String, String>,
        root: Path = tempdir().toPath(),
        isTerminal: Boolean = true,
        interactive: Boolean? = null,
    ): Map<String, Check> {
        val environment = mapOf(*variables)
        return Surroundings(environment::get, Surroundings.Terminals(isTerminal, isTerminal), root)
            .checks(interactive)
            .associateBy { it.name }
    }

    test("SSH, a container, WSL and CI are found") {
        checks().getValue("place").text shouldContain "this machine itself"
        checks("SSH_CONNECTION" to "1 2 3 4").getValue("place").text shouldContain "SSH"
        checks("CI" to "true").getValue("place").text shouldContain "continuous integration"
        checks("KUBERNETES_SERVICE_HOST" to "10.0.0.1").getValue("place").text shouldContain "a container"
        val root = tempdir().toPath().apply { resolve(".dockerenv").writeText("") }
        checks(root = root).getValue("place").text shouldContain "a container"
    }

    test("the terminal and its type are named") {
        checks("TERM" to "dumb").getValue("terminal").text shouldContain "standard error a terminal, TERM=dumb"
        checks(isTerminal = false).getValue("terminal").text shouldContain "standard input is no terminal"
    }

    test("a user who cannot log in here is a warning with the reason") {
        checks().getValue("user").status shouldBe Check.Status.OK
        val batch = checks("SLURM_JOB_ID" to "7", isTerminal = false).getValue("user")
        batch.status shouldBe Check.Status.WARNING
        batch.text shouldContain "because SLURM_JOB_ID is set"
        checks(isTerminal = false, interactive = true).getValue("user").status shouldBe Check.Status.OK
        checks("INTERACTIVE_SESSION" to "maybe").getValue("user").text shouldContain "is ignored"
    }

    test("the program is named with its Java, without anything of the user") {
        checks().getValue("program").text shouldContain "Java ${System.getProperty("java.version")}"
        checks().getValue("program").text shouldNotContain System.getProperty("user.name")
    }
})
