// Tests Doctor, DoctorCommand, NetworkChecks, ServerKind and CheckReport.
package io.github.oidcauth.cli.doctor

import com.sun.net.httpserver.HttpServer
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.CorporateNetwork
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Result
import io.github.oidcauth.cli.SelfSignedServer
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.ServerSocket
import java.nio.file.Files
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.io.path.readText
import kotlin.streams.asSequence

internal class DoctorTest : FunSpec({
    val server = autoClose(SampleServer.start())

    fun bench(vararg variables: Pair<String, String>): CommandBench {
        val home = tempdir().toPath()
        return CommandBench(
            environment =
                mapOf("HOME" to "$home", "OIDC_TOKEN_FILE" to "${home.resolve("tokens.json")}") + variables,
        )
    }

    /** Returns the status and text of each check. */
    fun lines(result: Result): Map<String, String> =
        result.stdout.lines().filter { it.isNotBlank() }.associate { line ->
            val (status, name, text) = line.split(Regex(" +"), limit = 3)
            name to "$status $text"
        }

    test("an application is reached step by step, and its logins are shown") {
        val before = server.requests.size
        val result = bench().run("doctor", server.url, "--ports", "0")
        withClue(result) {
            result.exitCode shouldBe ExitCode.SUCCESS
            val lines = lines(result)
            lines.getValue("tcp") shouldContain "ok connected"
            lines.getValue("http") shouldContain "ok status 405"
            lines.getValue("clock") shouldContain "ok "
            lines.getValue("proxy") shouldBe "ok none for this host"
            lines.getValue("server") shouldBe "ok an application with py-oidc-auth; logins: device and browser"
            lines.getValue("login") shouldBe "ok with a code on any device"
            result.stderr shouldBe ""
        }
        server.requests.drop(before).map { it.method }.distinct() shouldBe listOf("GET")
    }

    test("an issuer is found by its metadata") {
        val lines = lines(bench().run("doctor", server.issuer, "--client-id", SampleClients.CLI))
        lines.getValue("http") shouldContain "ok status 200"
        lines.getValue("server") shouldBe "ok the issuer ${server.issuer}; logins: device and browser"
    }

    test("nothing is sent that is secret, and nothing is changed") {
        val requests = CopyOnWriteArrayList<String>()
        val recorder =
            HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
                createContext("/") { exchange ->
                    val content = exchange.requestBody.use { it.readAllBytes() }.decodeToString()
                    requests += "${exchange.requestMethod} ${exchange.requestURI} $content ${exchange.requestHeaders.keys}"
                    exchange.sendResponseHeaders(404, -1)
                    exchange.close()
                }
                start()
            }
        val url = "http://127.0.0.1:${recorder.address.port}"
        val home = tempdir().toPath()
        val file = home.resolve("tokens.json")
        FileTokenStore(file).put(TokenKey.forHost(url), Token("s3cret"))

        fun files() = Files.walk(home).use { paths -> paths.asSequence().map { it to Files.getLastModifiedTime(it) }.toList() }
        val before = files() to file.readText()
        val result = CommandBench(environment = mapOf("HOME" to "$home", "OIDC_TOKEN_FILE" to "$file")).run("doctor", url)
        recorder.stop(0)
        withClue(result) { lines(result).getValue("server") shouldContain "warning neither an application" }
        requests.shouldNotBeEmpty()
        requests.filterNot { it.startsWith("GET ") }.shouldBeEmpty()
        requests.filter { "s3cret" in it || "Authorization" in it || "Cookie" in it }.shouldBeEmpty()
        (files() to file.readText()) shouldBe before
        result.stdout shouldNotContain "s3cret"
    }

    test("a certificate that is not trusted is explained, and the same with its file is trusted") {
        val directory = tempdir().toPath()
        val https = SelfSignedServer.start(directory)
        try {
            val url = "https://127.0.0.1:${https.address.port}"
            val result = bench().run("doctor", url)
            withClue(result) {
                result.exitCode shouldBe ExitCode.UNREACHABLE
                lines(result).getValue("tls") shouldContain "failed The certificate of $url (CN=service.test) is self-signed"
                lines(result).keys shouldContain "trust"
                result.stdout shouldContain "--ca-file"
            }
            val trusted = lines(bench().run("doctor", url, "--ca-file", "${SelfSignedServer.certificate(directory)}"))
            trusted.getValue("tls") shouldContain "warning TLSv1.3, a certificate from CN=service.test"
            trusted.getValue("trust") shouldContain ": 1"
        } finally {
            https.stop(0)
        }
    }

    test("a proxy is named with its variable and without its password") {
        autoClose(CorporateNetwork(tempdir().toPath())).let { network ->
            val trust = "SSL_CERT_FILE" to "${network.authority}"
            val through = bench(trust, "HTTPS_PROXY" to "http://alice:pa%20ss@${network.proxyAddress}").run("doctor", network.url)
            withClue(through) {
                lines(through).getValue("proxy") shouldBe "ok ${network.proxyAddress}, by the variable HTTPS_PROXY"
                lines(through).getValue("http") shouldContain "ok status"
                through.stdout shouldNotContain "pa ss"
                through.stdout shouldNotContain "pa%20ss"
            }
            val refused = bench(trust, "HTTPS_PROXY" to "http://${network.proxyAddress}").run("doctor", network.url)
            withClue(refused) {
                refused.exitCode shouldBe ExitCode.UNREACHABLE
                refused.stdout shouldContain "requires a user name and password (status 407)"
            }
            network.headers.filter { it.startsWith("Proxy-", ignoreCase = true) }.shouldBeEmpty()
        }
    }

    test("a server that does not listen, and a host that is unknown, are unreachable") {
        val port = ServerSocket(0).use { it.localPort }
        val refused = bench().run("doctor", "http://127.0.0.1:$port")
        refused.exitCode shouldBe ExitCode.UNREACHABLE
        lines(refused).getValue("tcp") shouldContain "failed Nothing responds at"
        val unknown = bench().run("doctor", "https://does-not-exist.invalid")
        unknown.exitCode shouldBe ExitCode.UNREACHABLE
        lines(unknown).getValue("dns") shouldContain "failed The host name"
    }

    test("without a host only this machine is examined, and an unusable setting is a failure") {
        val result = bench().run("doctor")
        withClue(result) {
            result.exitCode shouldBe ExitCode.SUCCESS
            lines(result).keys.containsAll(listOf("program", "place", "terminal", "user", "config", "store", "trust")) shouldBe
                true
        }
        val file = tempdir().toPath().resolve("config.toml")
        Files.writeString(file, "colour = 1")
        val faulty = bench("OIDC_AUTH_CONFIG" to "$file").run("doctor")
        faulty.exitCode shouldBe ExitCode.FAILURE
        lines(faulty).getValue("config") shouldContain "failed $file, line 1"
    }

    test("--json has the same checks") {
        val checks = Json.parseToJsonElement(
            bench().run("doctor", server.url, "--json").stdout,
        ).jsonObject.getValue("checks").jsonArray
        val http = checks.map { it.jsonObject }.single { it.getValue("check").jsonPrimitive.content == "http" }
        http.getValue("status").jsonPrimitive.content shouldBe "ok"
        (http.getValue("milliseconds").jsonPrimitive.content.toLong() >= 0) shouldBe true
    }
})
