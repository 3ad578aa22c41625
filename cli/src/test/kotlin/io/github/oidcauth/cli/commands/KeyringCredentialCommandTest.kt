package io.github.oidcauth.cli.commands

import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.credentials.HelperBench
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

/** The helper in place of `keyring`, with the arguments of uv and pip. */
internal class KeyringCredentialCommandTest : FunSpec({
    val server = SampleServer.start(HelperBench.settings)
    afterSpec { server.close() }

    suspend fun HelperBench.keyring(vararg arguments: String) =
        run("keyring-credential", "--for", "https://pypi.example.com", "--non-interactive", *arguments)

    test("the index that is named gets the token, by its URL or its host") {
        val bench = HelperBench(server)
        val token = bench.logIn()
        listOf("https://pypi.example.com/simple/", "pypi.example.com").forEach { service ->
            bench.keyring("get", service, "oauth2").succeeded() shouldBe "$token\n"
        }
        bench.keyring("--mode", "creds", "get", "https://pypi.example.com/simple/").succeeded() shouldBe "oauth2\n$token\n"
        bench.keyring("--mode", "creds", "get", "pypi.example.com", "alice").succeeded() shouldBe "alice\n$token\n"
        bench.keyring("--id-token", "get", "pypi.example.com", "alice").succeeded() shouldBe bench.stored("id_token") + "\n"
    }

    test("another index gets nothing, as from keyring without an entry") {
        val bench = HelperBench(server)
        bench.logIn()
        listOf("https://pypi.org/simple", "http://pypi.example.com/", "https://pypi.example.com@evil.example/", "pypi").forEach {
            val result = bench.keyring("get", it, "oauth2")
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stdout shouldBe ""
                result.stderr shouldBe ""
            }
        }
    }

    test("nothing is stored or removed, and a login that is needed is an error") {
        HelperBench(server).keyring("set", "pypi.example.com", "oauth2").let {
            it.exitCode shouldBe ExitCode.FAILURE
            it.stderr shouldContain "passwords cannot be stored here"
        }
        HelperBench(server).keyring("get", "pypi.example.com", "oauth2").exitCode shouldBe ExitCode.LOGIN_REQUIRED
    }
})
