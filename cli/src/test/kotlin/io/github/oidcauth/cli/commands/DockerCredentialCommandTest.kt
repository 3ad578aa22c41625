package io.github.oidcauth.cli.commands

import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Result
import io.github.oidcauth.cli.credentials.HelperBench
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** Docker's helper, with the messages of Docker. Tests DockerCredentialHelper. */
internal class DockerCredentialCommandTest : FunSpec({
    val server = SampleServer.start(HelperBench.settings)
    afterSpec { server.close() }

    suspend fun HelperBench.docker(
        action: String,
        request: String,
        vararg options: String,
    ) = run(
        "docker-credential",
        "--for",
        "https://registry.example.com",
        "--non-interactive",
        *options,
        action,
        request = request,
    )

    fun Result.json() = Json.parseToJsonElement(succeeded()).jsonObject.mapValues { it.value.jsonPrimitive.content }

    fun Result.failed(text: String) =
        withClue(this) {
            exitCode shouldBe ExitCode.FAILURE
            stdout shouldContain text
            stdout.lines().size shouldBe 2
        }

    test("the registry that is named gets the token, with or without a scheme") {
        val bench = HelperBench(server)
        val token = bench.logIn()
        listOf("registry.example.com", "https://registry.example.com/v2/\n").forEach { registry ->
            bench.docker("get", registry).json() shouldBe
                mapOf("ServerURL" to registry.trim(), "Username" to "oauth2accesstoken", "Secret" to token)
        }
        bench.docker("get", "registry.example.com", "--username", "<token>", "--id-token").json() shouldBe
            mapOf("ServerURL" to "registry.example.com", "Username" to "<token>", "Secret" to bench.stored("id_token"))
    }

    test("another registry has no credentials, in the words that Docker knows") {
        val bench = HelperBench(server)
        val token = bench.logIn()
        listOf("https://index.docker.io/v1/", "http://registry.example.com", "registry.example.com@evil.example", "x").forEach {
            val result = bench.docker("get", it)
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stdout shouldBe "credentials not found in native keychain\n"
                result.stderr shouldNotContain token
            }
        }
        bench.docker("get", "").failed("no credentials server URL")
    }

    test("the list has the registries, while there is a login") {
        val bench = HelperBench(server)
        bench.docker("list", "unused").json() shouldBe emptyMap()
        bench.logIn()
        bench.docker("list", "unused").json() shouldBe mapOf("https://registry.example.com" to "oauth2accesstoken")
    }

    test("erase lets the next request refresh the token, for the registry that is named alone") {
        val bench = HelperBench(server)
        val token = bench.logIn()
        bench.docker("erase", "other.example.com").succeeded() shouldBe ""
        bench.docker("get", "registry.example.com").json()["Secret"] shouldBe token
        bench.docker("erase", "registry.example.com").succeeded() shouldBe ""
        bench.docker("get", "registry.example.com").json()["Secret"] shouldNotBe token
        bench.docker("erase", "").failed("no credentials server URL")
    }

    test("store keeps nothing, and does not pretend to for another registry") {
        val bench = HelperBench(server)
        val token = bench.logIn()
        bench.docker("store", """{"ServerURL":"registry.example.com","Username":"u","Secret":"hunter2"}""").succeeded() shouldBe
            ""
        val other = bench.docker("store", """{"ServerURL":"other.example.com","Username":"u","Secret":"hunter2"}""")
        other.failed("stores no passwords, and is not set up for other.example.com.")
        other.stdout shouldNotContain "hunter2"
        bench.docker("store", "hunter2").let {
            it.failed("The request of Docker is not a JSON object.")
            it.stdout + it.stderr shouldNotContain "hunter2"
        }
        bench.stored("access_token") shouldBe token
    }

    test("a failure is one line on standard output, where clients look for it, and whole on standard error") {
        HelperBench(server).docker("get", "registry.example.com").let {
            it.failed("no user to log in")
            it.stderr shouldContain "Authentication failed: ${it.stdout}"
            it.stderr shouldContain "oidc-auth login"
        }
        HelperBench(server).docker("\u001b[31mget", "x").let {
            it.failed("oidc-auth: unknown action: ")
            it.stdout shouldNotContain "\u001b"
        }
        HelperBench(server).docker("version", "").succeeded() shouldContain "oidc-auth"
    }
})
