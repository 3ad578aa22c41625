// Tests ConfigCommand, ConfigFiles, NewConfigFile and ShownSettings.
package io.github.oidcauth.cli.commands

import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.OnlineIssuer
import io.github.oidcauth.cli.Result
import io.github.oidcauth.cli.User
import io.github.oidcauth.cli.succeeded
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.readText
import kotlin.io.path.setPosixFilePermissions
import kotlin.io.path.writeText

internal class ConfigCommandTest : FunSpec({
    class Bench(
        text: String? = null,
        variables: Map<String, String> = emptyMap(),
    ) {
        val home: Path = tempdir().toPath()
        val file: Path = home.resolve(".config/oidc-auth/config.toml")
        private val environment =
            mapOf(
                "HOME" to home.toString(),
                "OIDC_TOKEN_FILE" to home.resolve("tokens.json").toString(),
                "INTERACTIVE_SESSION" to "1",
            )
        private val bench = CommandBench(environment = environment + variables)

        init {
            if (text != null) {
                Files.createDirectories(file.parent)
                file.writeText(text.trimIndent())
                file.setPosixFilePermissions(PosixFilePermissions.fromString("rw-r--r--"))
            }
        }

        suspend fun run(vararg arguments: String): Result = bench.run(*arguments)
    }

    fun Result.isUsageError(vararg words: String) =
        withClue(this) {
            exitCode shouldBe ExitCode.USAGE
            stdout shouldBe ""
            words.forEach { stderr shouldContain it }
        }

    val work =
        """
        store = "redis://alice:s3cret@tokens.example.com"
        timeout = 60
        [hosts.work]
        url = "https://login.example.com"
        client_id = "cli"
        scope = ["openid", "email"]
        """

    fun rows(table: String) = table.lines().associate { line -> line.split(Regex("  +")).let { it[0] to it.drop(1) } }

    test("config shows each setting that holds, its value, and where it is from") {
        val bench = Bench(work, mapOf("OIDC_AUTH_FLOW" to "browser", "OIDC_TOKEN_FILE" to ""))
        val rows = rows(bench.run("config", "work", "--ca-file", "/etc/ca.pem").succeeded())
        rows["timeout"] shouldBe listOf("60", "config.toml line 2")
        rows["client_id"] shouldBe listOf("cli", "config.toml line 5")
        rows["scope"] shouldBe listOf("openid email", "config.toml line 6")
        rows["flow"] shouldBe listOf("browser", "variable OIDC_AUTH_FLOW")
        rows["ca_file"] shouldBe listOf("/etc/ca.pem", "flag")
        rows["min_ttl"] shouldBe listOf("60", "default")
        rows["store"] shouldBe listOf("redis:██", "config.toml line 1")
    }

    test("without a host only the top of the file counts, and its URL counts as its alias does") {
        val bench = Bench(work)
        rows(bench.run("config").succeeded())["client_id"] shouldBe null
        rows(bench.run("config", "login.example.com").succeeded())["client_id"] shouldBe listOf("cli", "config.toml line 5")
    }

    test("config --json has the same for programs, and no password") {
        val json = Bench(work, mapOf("OIDC_TOKEN_FILE" to "")).run("config", "work", "--json").succeeded()
        json shouldContain "\"alias\": \"work\""
        json shouldContain "\"url\": \"https://login.example.com\""
        json shouldContain "\"line\": 6"
        json shouldNotContain "s3cret"
    }

    test("config path names the file, whether it exists or not") {
        val bench = Bench()
        bench.run("config", "path").succeeded() shouldBe "${bench.file}\n"
        Bench(variables = mapOf("OIDC_AUTH_CONFIG" to "/x/y.toml")).run("config", "path").succeeded() shouldBe "/x/y.toml\n"
    }

    test("config init writes a sample for its owner alone, and never over a file") {
        val bench = Bench()
        bench.run("config", "init").succeeded() shouldBe "Made ${bench.file}.\n"
        PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.file)) shouldBe "rw-------"
        PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.file.parent)) shouldBe "rwx------"
        bench.run("config", "check").succeeded() shouldBe "${bench.file} has no faults.\n"
        bench.file.writeText("timeout = 1")
        val again = bench.run("config", "init")
        again.exitCode shouldBe ExitCode.FAILURE
        again.stderr shouldContain "exists, and stays as it is"
        bench.file.readText() shouldBe "timeout = 1"
    }

    test("config check reports all faults with their lines, other commands the first one") {
        val bench = Bench("clinet_id = 'x'\ntimeout = true\n")
        val check = bench.run("config", "check")
        check.isUsageError("${bench.file}, line 1, column 1: There is no setting clinet_id. Did you mean client_id?")
        check.stderr shouldContain "${bench.file}, line 2, column 1: timeout takes"
        bench.run("list").isUsageError("Error: ${bench.file}, line 1, column 1", "`oidc-auth config check` lists 1 more.")
        val shown = bench.run("config")
        shown.exitCode shouldBe ExitCode.SUCCESS
        shown.stderr shouldContain "warning: ${bench.file}, line 1"
    }

    test("a file that others may write stops every command that reads options, and not the help") {
        val bench = Bench("timeout = 1")
        bench.file.setPosixFilePermissions(PosixFilePermissions.fromString("rw-rw-rw-"))
        bench.run("list").isUsageError("can be written by others")
        bench.run("--help").succeeded() shouldStartWith "Usage"
        bench.run("help", "token").succeeded() shouldStartWith "Usage"
        bench.run("config", "path").succeeded() shouldBe "${bench.file}\n"
    }

    test("a file that a variable names has to exist, and an empty device is none") {
        Bench(variables = mapOf("OIDC_AUTH_CONFIG" to "/x/y.toml")).run("list").isUsageError("OIDC_AUTH_CONFIG names /x/y.toml")
        Bench("timeout = true", mapOf("OIDC_AUTH_CONFIG" to "/dev/null")).run("list").exitCode shouldBe ExitCode.SUCCESS
    }

    test("an alias stands for its host, with the settings of its section") {
        autoClose(OnlineIssuer()).let { issuer ->
            val bench = Bench("[hosts.work]\nurl = '${issuer.url}'\nclient_id = 'cli'\nflow = 'device'")
            bench.run("token", "work").stdout.lines().size shouldBe 2
            bench.run("work").exitCode shouldBe ExitCode.SUCCESS
            bench.run("list").succeeded() shouldContain Regex("${issuer.url} +cli ")
            bench.run("--remove", "work").stderr shouldNotContain "work"
        }
    }

    test("a word that is neither an alias nor a host is an unknown command as before") {
        Bench(work).run("wrk").isUsageError("There is no such command: wrk.")
    }

    test("a word that is nearly an alias is no host") {
        val bench = Bench(work)
        bench.run("token", "wrk").isUsageError("There is no alias wrk in config.toml. Did you mean work?", "write https://wrk.")
        bench.run("config", "wrk").isUsageError("Did you mean work?")
        bench.run("config", "laptop").isUsageError("There is no alias laptop in config.toml. (If")
    }

    test("a value that an option refuses is reported with its place") {
        val bench = Bench("timeout = 0")
        bench.run(
            "token",
            "https://x.example",
        ).isUsageError("timeout in ${bench.file}, line 1, column 1: '0' is too short")
        Bench(variables = mapOf("OIDC_AUTH_PORTS" to "99999")).run("token", "https://x.example").isUsageError("OIDC_AUTH_PORTS")
    }
})
