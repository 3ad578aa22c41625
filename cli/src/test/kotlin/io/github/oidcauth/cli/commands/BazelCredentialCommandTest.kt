package io.github.oidcauth.cli.commands

import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.User
import io.github.oidcauth.cli.credentials.HelperBench
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlin.time.Clock
import kotlin.time.Instant

/** Bazel's helper, with the messages of its specification (EngFlow/credential-helper-spec). */
internal class BazelCredentialCommandTest : FunSpec({
    val server = SampleServer.start(HelperBench.settings)
    afterSpec { server.close() }

    suspend fun HelperBench.bazel(
        request: String,
        vararg options: String,
        action: String = "get",
    ) = run(
        "bazel-credential",
        "--for",
        "https://cache.example.com",
        *options,
        action,
        request = request,
        user = User(),
    )

    test("a URI of a server that is named gets the header and its expiry") {
        val bench = HelperBench(server)
        val token = bench.logIn()
        listOf("https://cache.example.com/a?b", "grpcs://cache.example.com/Service/Method").forEach { uri ->
            val response = Json.parseToJsonElement(bench.bazel("""{"uri":"$uri"}""").succeeded()).jsonObject
            response.keys shouldBe setOf("headers", "expires")
            val headers = response.getValue("headers").jsonObject
            headers.mapValues { it.value.jsonArray.map { value -> value.jsonPrimitive.content } } shouldBe
                mapOf("Authorization" to listOf("Bearer $token"))
            val expires = Instant.parse(response.getValue("expires").jsonPrimitive.content)
            (expires > Clock.System.now()) shouldBe true
        }
    }

    test("any other URI gets no header") {
        val bench = HelperBench(server)
        bench.logIn()
        listOf(
            "https://github.com/x",
            "http://cache.example.com/",
            "https://cache.example.com@evil.example/",
            "x",
        ).forEach { uri ->
            val response = bench.bazel("""{"uri":"$uri"}""").succeeded()
            withClue(uri) { Json.parseToJsonElement(response) shouldBe JsonObject(mapOf("headers" to JsonObject(emptyMap()))) }
        }
    }

    test("no login starts during a build, unless the helper's options say so") {
        val request = """{"uri":"https://cache.example.com/"}"""
        val result = HelperBench(server).bazel(request)
        withClue(result) {
            result.exitCode shouldBe ExitCode.LOGIN_REQUIRED
            result.stdout shouldBe ""
        }
        HelperBench(server).bazel(request, "--interactive").succeeded() shouldContain "Bearer"
    }

    test("another command or request is an error, and is not shown") {
        val bench = HelperBench(server)
        bench.bazel("{}", action = "store").exitCode shouldBe ExitCode.USAGE
        listOf("{}", "hunter2", "{\"uri\":1}").forEach { request ->
            val result = bench.bazel(request)
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stdout shouldBe ""
                result.stderr shouldContain "The request of the build tool"
                result.stderr shouldNotContain "hunter2"
            }
        }
    }
})
