// Tests RunCommand.
package io.github.oidcauth.cli.launcher

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createFile
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** `run` by the script, which turns the streams of the JVM round for all other commands. */
internal class RunTest : FunSpec({
    val tokens = tempdir().toPath().resolve("token").also {
        val token = """{"access_token":"the-token","token_type":"Bearer","expires":4000000000,"host":"https://app.example"}"""
        it.createFile().writeText(token)
        Files.setPosixFilePermissions(it, PosixFilePermissions.fromString("rw-------"))
    }
    val environment = Distribution.java + ("OIDC_TOKEN_FILE" to "$tokens")

    test("the program has the standard streams, its arguments and its exit code") {
        val program = "sh -c 'cat; echo \"\$OIDC_ACCESS_TOKEN \$1\"; echo error >&2; exit 7' sh --version"
        val result = Distribution.shell("echo input | \"\$0\" run https://app.example -- $program", environment)
        withClue(result) {
            result.exitCode shouldBe 7
            result.stdout shouldBe "input\nthe-token --version\n"
            result.stderr shouldBe "error\n"
        }
    }

    test("Ctrl-C in a terminal reaches the program once, and the command waits for it").config(enabledOrReasonIf = {
        Distribution.needs("script", "timeout")
    }) {
        val directory = tempdir().toPath()
        val program = directory.resolve("program")
        program.writeText(
            "trap 'echo got >> $directory/got; exit 5' INT; : > $directory/ready; while :; do sleep 0.05; done",
        )
        val ready = "i=0; while [ ! -e $directory/ready ] && [ \$i -lt 400 ]; do sleep 0.05; i=\$((i+1)); done"
        val line =
            "{ $ready; printf '\\003'; sleep 1; } | " +
                "timeout 50 script -qec \"exec \$0 run https://app.example -- sh $program\" /dev/null"
        val result = Distribution.shell(line, environment)
        withClue(result) {
            result.exitCode shouldBe 5
            directory.resolve("got").readText() shouldBe "got\n"
        }
    }
})
