package io.github.oidcauth.internal.environment

import io.github.oidcauth.orSkip
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempfile
import io.kotest.matchers.shouldBe
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

class TerminalProbeTest :
    FunSpec({
        test("the launcher's word wins over the descriptors") {
            val properties = mapOf("oidcauth.stdin.terminal" to "true", "oidcauth.stderr.terminal" to "false")
            val probe = TerminalProbe(properties::get) { it == TerminalProbe.STDERR }
            probe.stdin shouldBe true
            probe.stderr shouldBe false
        }

        test("a launcher's word that is neither true nor false is no word") {
            TerminalProbe({ "perhaps" }) { it == TerminalProbe.STDERR }.stderr shouldBe true
        }

        test("the descriptors are looked at once") {
            var looks = 0
            val probe = TerminalProbe({ null }) { ++looks == 1 }
            probe.stderr shouldBe true
            probe.stderr shouldBe true
            looks shouldBe 1
        }

        test("a child with its input from a file and its errors to a pipe has no terminal") {
            val child = ProcessBuilder(childCommand).redirectInput(tempfile()).start()
            child.inputStream.bufferedReader().readText().trim() shouldBe "stdin=false stderr=false"
            child.waitFor()
        }

        // `script` of util-linux runs a command on a terminal of its own.
        test("a child on a terminal finds it, with its output redirected as well").config(enabledOrReasonIf = { hasScript }) {
            val output = tempfile()
            val inner = childCommand.joinToString(" ") { "'$it'" } + " > '$output'"
            val child =
                ProcessBuilder("script", "-qec", inner, "/dev/null").redirectErrorStream(true).redirectInput(tempfile()).start()
            child.inputStream.readAllBytes()
            child.waitFor(30, TimeUnit.SECONDS) shouldBe true
            output.readText().trim() shouldBe "stdin=true stderr=true"
        }

        test("a child on a terminal whose errors go elsewhere has only an input").config(enabledOrReasonIf = { hasScript }) {
            val output = tempfile()
            val inner = childCommand.joinToString(" ") { "'$it'" } + " > '$output' 2> /dev/null"
            val child =
                ProcessBuilder("script", "-qec", inner, "/dev/null").redirectErrorStream(true).redirectInput(tempfile()).start()
            child.inputStream.readAllBytes()
            child.waitFor(30, TimeUnit.SECONDS) shouldBe true
            output.readText().trim() shouldBe "stdin=true stderr=false"
        }
    })

private val hasScript =
    (System.getProperty("os.name") == "Linux" && Files.isExecutable(Path.of("/usr/bin/script")))
        .orSkip("Needs /usr/bin/script of util-linux: apt-get install bsdutils.")

private val childCommand =
    listOf(
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
        "-cp",
        System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path"),
        TerminalProbeProgram::class.java.name,
    )
