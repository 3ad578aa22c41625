// Tests CompletionCommand, CompletionScripts and HostCandidates.
package io.github.oidcauth.cli.completion

import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.TemporaryFolders
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldBeEmpty
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText

internal class CompletionCommandTest : FunSpec({
    fun entry(
        key: String,
    ) = "\"$key\": {\"token\": {\"access_token\": \"abc\", \"token_type\": \"Bearer\", \"expires\": 4102444800}}"

    test("the script of each shell goes to standard output") {
        mapOf(
            "bash" to "complete -F _oidc_auth oidc-auth",
            "zsh" to "#compdef oidc-auth",
            "fish" to "complete -c oidc-auth -f",
        ).forEach { (shell, line) ->
            val result = CommandBench().run("completion", shell)
            result.exitCode shouldBe 0
            result.stdout shouldContain line
            result.stderr.shouldBeEmpty()
        }
    }

    test("another shell is a wrong usage that names those that there are") {
        val result = CommandBench().run("completion", "tcsh")
        result.exitCode shouldBe 2
        result.stdout.shouldBeEmpty()
        result.stderr shouldStartWith "Error: 'tcsh' is none of bash, zsh, fish."
    }

    test("the hosts with a stored token are listed for the scripts, without those that mean something to a shell") {
        val bench = CommandBench()
        bench.write(
            "{${entry("https://b.example")}, ${entry("https://a.example#client_id=x")}, ${entry("https://c\$(id).example")}}",
        )
        val result = bench.run("completion", "hosts")
        result.exitCode shouldBe 0
        result.stdout shouldBe "https://a.example\nhttps://b.example\n"
    }

    test("aliases of config.toml are listed too") {
        val home = TemporaryFolders.new()
        val config = home.resolve("oidc-auth").createDirectories().resolve("config.toml")
        config.writeText("[hosts.work]\nurl = \"https://idp.example\"\n")
        val variables = mapOf("XDG_CONFIG_HOME" to "$home", "HOME" to "$home", "OIDC_TOKEN_FILE" to "$home/tokens.json")
        val result = CommandBench(environment = variables).run("completion", "hosts")
        withClue(result) { result.stdout shouldBe "work\n" }
    }

    test("a damaged or missing token file, or a store in the network, is silent") {
        CommandBench().run("completion", "hosts").let { it.exitCode to it.stdout + it.stderr } shouldBe (0 to "")
        val damaged = CommandBench().also { it.write("{") }.run("completion", "hosts")
        damaged.exitCode to damaged.stdout shouldBe (0 to "")
        CommandBench().run("completion", "hosts", "--store", "redis://127.0.0.1:1").let { it.exitCode to it.stdout } shouldBe
            (0 to "")
    }
})
