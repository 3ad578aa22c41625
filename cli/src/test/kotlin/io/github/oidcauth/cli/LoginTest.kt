// Tests Program, UserLogin and CommandContext.
package io.github.oidcauth.cli

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.SilentInteraction
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.time.Duration
import kotlin.time.Duration.Companion.seconds

internal class LoginTest : FunSpec({
    val quick = Duration.ofSeconds(1)
    val server = SampleServer.start(Settings(deviceInterval = quick))
    val withoutDeviceGrant = SampleServer.start(Settings(deviceGrant = false))
    afterSpec {
        server.close()
        withoutDeviceGrant.close()
    }

    test("a device login prints a summary, and the next call finds the token without a request") {
        val bench = CommandBench(User())
        val summary = bench.run(server.url).succeeded()
        summary shouldMatch Regex(
            "Authenticated to ${server.url}\n(  user:         .+\n)?  access_token: [^.\n]{20}\\.\\.\\.\n  scope:        .+\n" +
                "  expires:      [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8} [+-][0-9:]{5}\n",
        )
        val requests = server.requests.size
        bench.run(server.url).succeeded() shouldBe summary
        server.requests.size shouldBe requests
    }

    test("`token` prints the bare access token, --json the whole token as Python does, and whose it is") {
        val bench = CommandBench(User())
        val token = bench.run("token", server.url).succeeded().removeSuffix("\n")
        token shouldMatch Regex("[!-~]+")
        val json = bench.run("--json", server.url).copied()
        json shouldStartWith "{\n  \"access_token\": \"$token\",\n  \"token_type\": \"Bearer\",\n"
        val members = Json.parseToJsonElement(json).jsonObject
        members.getValue("headers").jsonObject.getValue("Authorization").jsonPrimitive.content shouldBe "Bearer $token"
        members.getValue("host").jsonPrimitive.content shouldBe server.url
        json shouldEndWith "  \"host\": \"${server.url}\"\n}\n"
    }

    test("the output of --json is a token file for that application and for no other") {
        val bench = CommandBench(User())
        val json = bench.run("--json", server.url).copied()
        val job = CommandBench().also { it.write(json) }
        job.run("--json", server.url).copied() shouldBe json
        job.run("--list").succeeded() shouldBe "  ${server.url}  (valid)\n"
        val requests = withoutDeviceGrant.requests.size
        val result = job.run(withoutDeviceGrant.url)
        withClue(result) {
            result.exitCode shouldBe ExitCode.FAILURE
            result.stderr shouldContain "that of ${server.url}, and none for ${withoutDeviceGrant.url}"
        }
        withoutDeviceGrant.requests.size shouldBe requests
        job.run("--json", server.url).copied() shouldBe json
    }

    test("--json says on standard error that a refresh token was copied, and says nothing where there is none") {
        val bench = CommandBench(User())
        bench.run("--json", server.url).stderr shouldContain "use `oidc-auth export HOST FILE`."
        FileTokenStore(bench.tokenFile).put(TokenKey.forHost("https://bare.example"), Token("bare"))
        bench.run("--json", "https://bare.example").succeeded() shouldContain "bare"
    }

    test("--force logs in anew") {
        val bench = CommandBench(User())
        val first = bench.run("token", server.url).succeeded()
        bench.run("token", server.url).succeeded() shouldBe first
        bench.run("token", "--force", server.url).succeeded() shouldNotBe first
    }

    test("a browser login is made when the server has no device grant, at a port of one's own choice") {
        val bench = CommandBench(User())
        bench.run("-p", "0", "--no-browser", withoutDeviceGrant.url).succeeded() shouldStartWith "Authenticated to"
        bench.mayOpenBrowser shouldBe false
        bench.run(withoutDeviceGrant.url)
        bench.mayOpenBrowser shouldBe true
    }

    test("the routes of the command line are the ones that are called") {
        val before = server.requests.size
        val bench = CommandBench(User())
        val result = bench.run("-d", "/broker/auth/v2/device", "-t", "broker/auth/v2/token", server.url)
        result.succeeded() shouldStartWith "Authenticated to"
        server.requests.drop(before).map { it.path }.filter { "auth/v2" in it }.forEach { it shouldStartWith "/broker/" }
    }

    test("the login route of the command line is where the user is sent, and not the default one") {
        val before = withoutDeviceGrant.requests.size
        val routes = arrayOf("-l", "/broker/auth/v2/login", "-t", "/broker/auth/v2/token", "-d", "/broker/auth/v2/device")
        CommandBench(User()).run(*routes, "-p", "0", withoutDeviceGrant.url).succeeded() shouldStartWith "Authenticated to"
        val paths = withoutDeviceGrant.requests.drop(before).map { it.path }
        paths.filter { it.endsWith("/login") && "auth/v2" in it } shouldBe listOf("/broker/auth/v2/login")
        paths shouldContain "/broker/auth/v2/token"
        paths shouldNotContain "/auth/v2/token"
    }

    test("--verbose tells where the token came from and keeps its secrets") {
        val bench = CommandBench(User())
        val login = bench.run("-v", "token", server.url)
        login.stderr shouldContain "Token file: ${bench.tokenFile} (named by OIDC_TOKEN_FILE)\n"
        login.stderr shouldContain "No stored token for ${server.url}\n"
        login.stderr shouldContain "Token from: device login; expires "
        login.stderr shouldNotContain login.stdout.trim()
        bench.run("-v", server.url).stderr shouldContain "Token from: store; expires "
    }

    test("--verbose tells of a refresh") {
        SampleServer.start(Settings(deviceInterval = quick, accessTokenLifetime = Duration.ofSeconds(30))).use { forgetful ->
            val bench = CommandBench(User())
            bench.run(forgetful.url).succeeded()
            bench.age(20.seconds)
            bench.run("-v", forgetful.url).stderr shouldContain "Token from: refresh; expires "
        }
    }

    test("a refusal exits with 5 and says so") {
        val result = CommandBench(User(agrees = false)).run(server.url)
        withClue(result) {
            result.exitCode shouldBe ExitCode.DENIED
            result.stdout shouldBe ""
            result.stderr shouldStartWith "Authentication failed: The login was refused."
        }
        val inBrowser = CommandBench(User(agrees = false)).run("-p", "0", withoutDeviceGrant.url)
        withClue(inBrowser) {
            inBrowser.exitCode shouldBe ExitCode.DENIED
            inBrowser.stderr shouldStartWith "Authentication failed: The login was refused."
        }
    }

    test("a user who does not come in time makes it exit with 6") {
        val result = CommandBench(SilentInteraction).run("--timeout", "1", server.url)
        withClue(result) {
            result.exitCode shouldBe ExitCode.TIMED_OUT
            result.stdout shouldBe ""
            result.stderr shouldContain "Authentication failed: "
            result.stderr shouldNotContain "    at "
        }
    }
})
