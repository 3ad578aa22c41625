package io.github.oidcauth.cli.launcher

import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Result
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText

/** The command fails at once and with advice where nobody sees a prompt, and asks where somebody does. */
internal class UnattendedTest : FunSpec({
    val script = Distribution.script
    val url = Distribution.nowhere

    fun environment(vararg more: Pair<String, String>) =
        Distribution.java + mapOf("HOME" to "${tempdir()}", "INTERACTIVE_SESSION" to "") + more

    fun Result.isAdvised() =
        withClue(this) {
            exitCode shouldBe ExitCode.LOGIN_REQUIRED
            stdout shouldBe ""
            stderr shouldContain "because standard error is not a terminal"
            stderr shouldContain "    oidc-auth login $url\n"
            stderr shouldNotContain "Nothing responds"
        }

    /** A login was begun: at [url], where it fails. */
    fun Result.asked() =
        withClue(this) {
            exitCode shouldBe ExitCode.UNREACHABLE
            stderr shouldContain "Nothing responds at $url"
        }

    test("setsid with an empty environment, as under cron and systemd, is batch").config(enabledOrReasonIf = {
        Distribution.needs("setsid")
    }) {
        val path = System.getenv("PATH")
        val command = listOf("setsid", "--wait", "env", "-i", "PATH=$path", "HOME=${tempdir()}", script, "token", url)
        Distribution.run(command).isAdvised()
    }

    test("streams that are redirected, and nohup, are batch, and a display changes nothing") {
        Distribution.shell("exec \"\$0\" token $url </dev/null", environment()).isAdvised()
        Distribution.shell("exec \"\$0\" login $url", environment("DISPLAY" to ":0")).isAdvised()
        Distribution.shell("exec nohup \"\$0\" token $url", environment()).isAdvised()
    }

    test("a job is named by its variable, and the advice has client and scopes") {
        val line = "exec \"\$0\" token $url --client-id tool --scope openid --scope 'a b'"
        val result = Distribution.shell(line, environment("CI" to "true"))
        withClue(result) {
            result.exitCode shouldBe ExitCode.LOGIN_REQUIRED
            result.stderr shouldContain "because CI is set and there is no terminal"
            result.stderr shouldContain "oidc-auth login $url --client-id tool --scope 'openid a b'\n"
            result.stderr shouldContain "oidc-auth export $url token.json --client-id tool --scope 'openid a b'\n"
        }
    }

    test("a token file that the variable names and that is not there is named as absent") {
        val file = "${tempdir()}/token.json"
        val result = Distribution.shell("exec \"\$0\" token $url", environment("OIDC_TOKEN_FILE" to file))
        result.exitCode shouldBe ExitCode.LOGIN_REQUIRED
        result.stderr shouldContain "OIDC_TOKEN_FILE names $file, which does not exist."
        result.stderr shouldContain "    OIDC_TOKEN_FILE=$file oidc-auth login $url\n"
    }

    test("--interactive and the variable win over the missing terminal, and the option over the variable") {
        Distribution.shell("exec \"\$0\" token $url --interactive", environment("SLURM_JOB_ID" to "1")).asked()
        Distribution.shell("exec \"\$0\" token $url", environment("INTERACTIVE_SESSION" to "1")).asked()
        Distribution.shell("exec \"\$0\" token $url --interactive", environment("INTERACTIVE_SESSION" to "0")).asked()
        val batch = Distribution.shell("exec \"\$0\" token $url --non-interactive", environment("INTERACTIVE_SESSION" to "1"))
        batch.exitCode shouldBe ExitCode.LOGIN_REQUIRED
    }

    /** Runs [line] by `sh` at a terminal of its own, and returns what it wrote to the file whose name is in `$OUT`. */
    fun atTerminal(line: String): String {
        val out: Path = tempdir().toPath().resolve("out")
        val environment = environment("OUT" to "$out", "URL" to url, "OIDC_AUTH" to script)
        Distribution.run(listOf("script", "-qec", line, "/dev/null"), environment)
        return out.readText()
    }

    test("at a terminal, standard input and output may lead elsewhere, as in a script or a credential helper")
        .config(enabledOrReasonIf = { Distribution.needs("script") }) {
            val ends = "; echo \"ends with \$?\" >\"\$OUT\""
            atTerminal("echo | \"\$OIDC_AUTH\" token \"\$URL\" $ends") shouldBe "ends with ${ExitCode.UNREACHABLE}\n"
            atTerminal("t=\$(\"\$OIDC_AUTH\" token \"\$URL\") $ends") shouldBe "ends with ${ExitCode.UNREACHABLE}\n"
        }

    test("at a terminal, nobody sees a prompt that goes to a file, so that is batch")
        .config(enabledOrReasonIf = { Distribution.needs("script") }) {
            atTerminal("\"\$OIDC_AUTH\" token \"\$URL\" 2>\"\$OUT\"; echo \"ends with \$?\" >>\"\$OUT\"").let {
                it shouldContain "because standard error is not a terminal"
                it shouldContain "ends with ${ExitCode.LOGIN_REQUIRED}\n"
            }
        }

    test("a user without a home to keep tokens in is told before the login").config(enabledOrReasonIf = {
        Distribution.needs("setpriv").let { if (it.isEnabled && System.getProperty("user.name") != "root") unprivileged else it }
    }) {
        val nobody = listOf("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
        val home = tempdir().toPath().resolve("none")
        val environment = Distribution.java + mapOf("HOME" to "$home", "INTERACTIVE_SESSION" to "1")
        val result = Distribution.run(nobody + listOf(script, "login", url), environment)
        withClue(result) {
            result.exitCode shouldBe ExitCode.FAILURE
            result.stderr shouldContain "The token file $home/.cache/py-oidc-auth/token-store.json"
            result.stderr shouldNotContain "Nothing responds"
        }
        home.parent.listDirectoryEntries().shouldBeEmpty()
    }
})

private val unprivileged = Enabled.disabled("Not on this machine: root, who can start processes of other users.")
