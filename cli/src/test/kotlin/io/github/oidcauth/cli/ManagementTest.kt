// Tests TokenSelection, TokenList and LogoutCommand.
package io.github.oidcauth.cli

import io.github.oidcauth.TokenKey
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.net.InetAddress
import java.net.ServerSocket
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import kotlin.io.path.createFile
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds

/** Management of stored tokens, at their issuers. */
internal class ManagementTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    afterSpec { server.close() }

    val cli = arrayOf(server.issuer, "--client-id", SampleClients.CLI)
    val secret =
        tempdir().toPath().resolve("secret").also {
            it.createFile().writeText(SampleClients.SECRET)
            Files.setPosixFilePermissions(it, PosixFilePermissions.fromString("rw-------"))
        }
    val service = arrayOf(server.issuer, "--client-id", SampleClients.SERVICE, "--client-secret-file", "$secret")
    val browser = arrayOf("-p", "0", "--no-browser")

    fun Result.failed(
        vararg words: String,
        code: Int = ExitCode.FAILURE,
    ) =
        withClue(this) {
            exitCode shouldBe code
            words.forEach { stderr shouldContain it }
            stderr shouldNotContain "    at "
            stderr shouldNotContain SampleClients.SECRET
        }

    suspend fun CommandBench.keys() = run("--list").succeeded().lines().map { it.trim().substringBefore("  (") }.filter {
        "://" in
            it
    }

    /** Returns the number of requests to the issuer at [path] while [action] ran. */
    suspend fun asked(
        path: String,
        action: suspend () -> Unit,
    ): Int {
        val before = server.requests.size
        action()
        return server.requests.drop(before).count { it.path == path && it.status == 200 }
    }

    fun entry(
        key: String,
        access: String = "at-secret",
        refresh: String = "rt-secret",
    ) = """"$key": {"token": {"access_token": "$access", "refresh_token": "$refresh", 
        "token_type": "Bearer", "expires": 4102444800},
        "stored_at": 1.0}"""

    fun benchWith(vararg keys: String) = CommandBench().also { it.write(keys.joinToString(",", "{", "}") { key -> entry(key) }) }

    val offline = "openid offline_access"

    /** Somewhere nobody listens. */
    val dead = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { "http://127.0.0.1:${it.localPort}" }
    val deadOffline = TokenKey.forIssuer(dead, "app", listOf("offline_access")).value
    val deadOnline = TokenKey.forIssuer(dead, "app", listOf("openid")).value

    test("list tells all but the secrets, for people and as JSON") {
        val bench = CommandBench(User())
        val token = bench.run("token", *cli, "--scope", offline).succeeded().trim()
        bench.run(server.url).succeeded()
        val text = bench.run("list").succeeded()
        text.lines().first() shouldBe text.lines().first().trimEnd()
        text.lines().count { SampleClients.CLI in it } shouldBe 1
        text shouldContain "* ${server.issuer}  alice"
        text shouldNotContain token
        val json = bench.run("list", "--json").succeeded()
        json shouldNotContain token
        val (ofIssuer, ofApplication) =
            Json.parseToJsonElement(json).jsonArray.map { it.jsonObject }.sortedByDescending { "#" in "${it["key"]}" }
        ofIssuer.getValue("issuer").jsonPrimitive.content shouldBe server.issuer
        ofIssuer.getValue("client_id").jsonPrimitive.content shouldBe SampleClients.CLI
        ofIssuer.getValue("has_refresh_token").jsonPrimitive.content shouldBe "true"
        ofApplication.getValue("key").jsonPrimitive.content shouldBe server.url
        CommandBench().run("list").succeeded() shouldBe "No cached tokens.\n"
        CommandBench().run("list", "--json").succeeded() shouldBe "[]\n"
    }

    test("list obeys no control character of a file") {
        val bench = CommandBench().also { it.write("""{${entry("https://a.example/\\u001b[31m")}}""") }
        bench.run("list").succeeded() shouldNotContain "\u001b"
        bench.run("list", "--json").succeeded() shouldNotContain "\u001b"
    }

    test("logout revokes an offline session at its issuer, and removes it") {
        val bench = CommandBench(User())
        bench.run("login", *cli, "--scope", offline).succeeded()
        val tokens = bench.tokenFile.readText()
        asked("/oauth2/revoke") {
            bench.run("logout", *cli, "--scope", offline).succeeded() shouldStartWith "Revoked and removed the token for "
        } shouldBe 1
        bench.keys().shouldBeEmpty()
        // The refresh token is worth nothing any more.
        val thief = CommandBench().also { it.write(tokens) }
        thief.age(300.seconds)
        thief.run("token", *cli, "--scope", offline, "--timeout", "1").failed("Authentication failed", code = ExitCode.TIMED_OUT)
    }

    test("an issuer is named by the URL of its metadata document as well, and its token is the issuer's") {
        val document = "${server.issuer}/.well-known/openid-configuration"
        listOf(arrayOf(document), arrayOf(document, "--client-id", SampleClients.CLI), arrayOf(server.issuer)).forEach { named ->
            val bench = CommandBench(User())
            bench.run("login", document, "--client-id", SampleClients.CLI, "--scope", "openid").succeeded()
            bench.keys() shouldContainExactly listOf(TokenKey.forIssuer(server.issuer, SampleClients.CLI, listOf("openid")).value)

            bench.run("logout", *named).succeeded()

            bench.keys().shouldBeEmpty()
        }
    }

    test("logout removes an online session, and revokes it when that is said") {
        val bench = CommandBench(User())
        bench.run("login", *cli, "--scope", "openid").succeeded()
        asked("/oauth2/revoke") {
            bench.run("logout", *cli, "--scope", "openid").succeeded() shouldStartWith "Removed the token for "
        } shouldBe 0
        bench.run("login", *cli, "--scope", "openid").succeeded()
        asked("/oauth2/revoke") { bench.run("logout", *cli, "--revoke-online").succeeded() } shouldBe 1
        bench.run("login", *cli, "--scope", offline).succeeded()
        asked("/oauth2/revoke") { bench.run("logout", "--no-revoke-offline", server.issuer).succeeded() } shouldBe 0
        bench.keys().shouldBeEmpty()
    }

    test("logout takes the tokens that are named: of a host, a client, or a key as it is listed") {
        val app = TokenKey.forIssuer(dead, "app", listOf("openid")).value
        val app2 = TokenKey.forIssuer(dead, "app", listOf("email")).value
        val other = TokenKey.forIssuer(dead, "other", listOf("openid")).value
        val host = "https://a.example"
        val all = arrayOf(app, app2, other, host)

        suspend fun leaves(vararg arguments: String) =
            benchWith(*all).let {
                it.run("logout", *arguments).succeeded()
                it.keys()
            }
        leaves("A.example:443/") shouldContainExactly listOf(app2, app, other)
        leaves(dead) shouldContainExactly listOf(host)
        leaves(dead, "--client-id", "app") shouldContainExactly listOf(other, host)
        leaves(dead, "--client-id", "app", "--scope", "openid") shouldContainExactly listOf(app2, other, host)
        leaves(other) shouldContainExactly listOf(app2, app, host)
        leaves("--all").shouldBeEmpty()
        val bench = benchWith(*all)
        listOf(
            arrayOf("https://b.example"),
            arrayOf(dead, "--client-id", "nobody"),
            arrayOf(dead, "--client-id", "app", "--scope", "x"),
        )
            .forEach { bench.run("logout", *it).failed("no token is stored for") }
        bench.keys().size shouldBe all.size
    }

    test("a token that cannot be revoked is kept, with advice, unless an option says otherwise") {
        val bench = benchWith(deadOffline, deadOnline)
        val result = bench.run("logout", dead)
        result.failed("Error: the token for $deadOffline was kept, because it could not be revoked.", "--remove-on-revoke-fail")
        result.stdout shouldBe "Removed the token for $deadOnline\n"
        bench.keys() shouldBe listOf(deadOffline)
        bench.run("logout", "--all").failed("was kept")
        bench.keys() shouldBe listOf(deadOffline)
        val anyway = bench.run("logout", "--all", "--remove-on-revoke-fail")
        withClue(anyway) {
            anyway.exitCode shouldBe ExitCode.SUCCESS
            anyway.stdout shouldBe "Removed the token for $deadOffline\n"
            anyway.stderr shouldStartWith "Warning: the token for $deadOffline may still work, because it was not revoked."
            "${anyway.stdout} ${anyway.stderr}" shouldNotContain "secret"
        }
        bench.keys().shouldBeEmpty()
    }

    test("revoke ends any session and removes its token, or keeps it and fails") {
        val bench = CommandBench(User())
        bench.run("login", *cli, "--scope", "openid").succeeded()
        asked("/oauth2/revoke") { bench.run("revoke", server.issuer).succeeded() shouldStartWith "Revoked and removed" } shouldBe
            1
        bench.run("revoke", server.issuer).failed("no token is stored for ${server.issuer}")
        val unreachable = benchWith(deadOnline)
        unreachable.run("revoke", dead).failed("Error: ", dead, code = ExitCode.UNREACHABLE)
        unreachable.keys() shouldBe listOf(deadOnline)
        benchWith("https://a.example").run("revoke", "a.example").failed("py-oidc-auth")
    }

    test("introspect prints what the issuer says, to a client with its secret") {
        val bench = CommandBench(User())
        bench.run("login", *browser, *service, "--scope", "openid").succeeded()
        val response = Json.parseToJsonElement(bench.run("introspect", *service).succeeded()).jsonObject
        response.getValue("active").jsonPrimitive.content shouldBe "true"
        response.getValue("client_id").jsonPrimitive.content shouldBe SampleClients.SERVICE
        // Without the secret the same command is a stranger.
        bench.run("introspect", server.issuer).failed("Error: ")
        bench.run("introspect", "https://b.example").failed("no token is stored for https://b.example")
    }

    test("one of several has to be named") {
        val second = TokenKey.forIssuer(dead, "other", listOf("openid")).value
        val bench = benchWith(deadOnline, second)
        listOf("introspect", "revoke").forEach {
            bench.run(it, dead).failed("There are several", "--client-id", deadOnline, second)
        }
        bench.keys().size shouldBe 2
    }

    test("the secret goes to the issuer that is named with it, and to no other") {
        val elsewhere = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
        elsewhere.use {
            val key = TokenKey.forIssuer(elsewhere.issuer, SampleClients.SERVICE, listOf("offline_access")).value
            val bench = benchWith(key)
            bench.run("logout", *service).failed("no token is stored for")
            elsewhere.requests.shouldBeEmpty()
            bench.keys() shouldBe listOf(key)
        }
    }

    test("as a process") {
        val environment = tempdir().absolutePath.let { mapOf("HOME" to it, "XDG_CACHE_HOME" to "$it/cache") }
        CommandProcess.java(environment, "login", "--no-browser", *cli).use { command ->
            CommandVisitor.device(command)
            command.result().exitCode shouldBe ExitCode.SUCCESS
        }
        CommandProcess.java(environment, "list").use { it.result().stdout shouldContain SampleClients.CLI }
        CommandProcess.java(environment, "logout", "--all").use {
            val result = it.result()
            withClue(result) {
                result.exitCode shouldBe ExitCode.SUCCESS
                result.stdout shouldStartWith "Revoked and removed the token for ${server.issuer}#client_id=${SampleClients.CLI}"
            }
        }
        CommandProcess.java(environment, "list").use { it.result().stdout shouldBe "No cached tokens.\n" }
    }
})
