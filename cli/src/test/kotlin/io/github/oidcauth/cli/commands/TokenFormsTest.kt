// Tests FreshIdToken and IdTokenText.
package io.github.oidcauth.cli.commands

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.User
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldNotContain
import java.time.Duration
import java.util.Base64
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours

internal class TokenFormsTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    afterSpec { server.close() }
    val cli = arrayOf(server.issuer, "--client-id", SampleClients.CLI)
    val offline = arrayOf("--scope", "openid offline_access")

    /** Runs the real curl with [stdin], as a shell would. */
    fun curl(
        stdin: String,
        vararg arguments: String,
    ): String {
        val process = ProcessBuilder(listOf("curl", "-sS", "--noproxy", "*") + arguments).redirectErrorStream(true).start()
        process.outputStream.use { it.write(stdin.toByteArray()) }
        return process.inputReader().readText().also { process.waitFor() }
    }

    test("token HOST --header is what curl -H @- reads") {
        val bench = CommandBench(User())
        bench.run("login", server.url).succeeded()
        val header = bench.run("token", server.url, "--header").succeeded()
        header shouldMatch "Authorization: Bearer [!-~]+\n"
        curl(header, "-H", "@-", "${server.url}/api/me") shouldContain "alice"
        // The same request without it is refused.
        curl("", "${server.url}/api/me") shouldNotContain "alice"
    }

    test("a token that is bound to a key has no header") {
        val bench = CommandBench()
        FileTokenStore(bench.tokenFile).put(TokenKey.forHost(server.url), Token("s3cret") { tokenType = "DPoP" })
        val result = bench.run("token", server.url, "--header")
        withClue(result) {
            result.exitCode shouldBe ExitCode.FAILURE
            result.stdout shouldBe ""
            result.stderr shouldContain "oidc-auth api"
            result.stderr shouldNotContain "s3cret"
        }
    }

    test("--id-token prints the ID token, and says how to get one where there is none") {
        val bench = CommandBench(User())
        bench.run("login", *cli, *offline).succeeded()
        bench.run("token", *cli, *offline, "--id-token").succeeded().count { it == '.' } shouldBe 2
        bench.run("token", *cli, *offline, "--id-token").succeeded() shouldNotBe bench.run("token", *cli, *offline).succeeded()
        val without = CommandBench()
        FileTokenStore(without.tokenFile).put(TokenKey.forHost(server.url), Token("at"))
        val result = without.run("token", server.url, "--id-token")
        withClue(result) {
            result.exitCode shouldBe ExitCode.FAILURE
            result.stdout shouldBe ""
            result.stderr shouldContain "--scope openid"
        }
    }

    test("an ID token that has expired is refreshed, although the access token has not") {
        val bench = CommandBench(User())
        bench.run("login", *cli, *offline).succeeded()
        val key = TokenKey.forIssuer(server.issuer, SampleClients.CLI, listOf("openid", "offline_access"))
        val store = FileTokenStore(bench.tokenFile)
        val token = checkNotNull(store.get(key))
        val (header, payload, signature) = checkNotNull(token.idToken).split('.')
        val old = Base64.getUrlDecoder().decode(payload).decodeToString().replace(Regex("\"exp\":\\d+"), "\"exp\":1000")
        val expired = "$header.${Base64.getUrlEncoder().withoutPadding().encodeToString(old.toByteArray())}.$signature"
        store.put(key, token.newBuilder().idToken(expired).build())
        val fresh = bench.run("token", *cli, *offline, "--id-token").succeeded().trim()
        fresh shouldNotBe expired
        // It is the one that is stored now, and the next run does not refresh.
        val refreshes = server.requests.count { it.path == "/oauth2/token" }
        bench.run("token", *cli, *offline, "--id-token").succeeded().trim() shouldBe fresh
        server.requests.count { it.path == "/oauth2/token" } shouldBe refreshes
    }

    test("--min-ttl takes seconds and durations") {
        val bench = CommandBench()
        val token = Token("at") { expiresAt = Clock.System.now() + 2.hours }
        FileTokenStore(bench.tokenFile).put(TokenKey.forHost(server.url), token)
        listOf("300", "90s", "5m", "1h", "1h30m").forEach { time ->
            bench.run("token", server.url, "--min-ttl", time).succeeded() shouldBe "at\n"
        }
        listOf("-1", "soon", "").forEach { time ->
            val result = bench.run("token", server.url, "--min-ttl", time)
            withClue(time) {
                result.exitCode shouldBe ExitCode.USAGE
                result.stderr shouldContain "is not a time"
            }
        }
    }

    test("one form at a time") {
        listOf(arrayOf("--header", "--id-token")).forEach {
            CommandBench().run("token", server.url, *it).exitCode shouldBe ExitCode.USAGE
        }
    }
})
