// Tests ServerDiscovery, ApplicationProbe and ApplicationSummary.
package io.github.oidcauth.cli.commands

import com.sun.net.httpserver.HttpServer
import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.net.InetAddress
import java.net.InetSocketAddress

internal class DiscoverCommandTest : FunSpec({
    val server = SampleServer.start()
    afterSpec { server.close() }

    fun responding(
        status: Int,
        body: String,
    ): HttpServer =
        HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            createContext("/") { exchange ->
                val octets = body.encodeToByteArray()
                exchange.sendResponseHeaders(status, octets.size.toLong().let { if (it == 0L) -1 else it })
                exchange.responseBody.use { it.write(octets) }
            }
            start()
        }

    test("an issuer is described, and the application beside it") {
        val text = CommandBench().run("discover", server.issuer).succeeded()
        text shouldStartWith "${server.issuer}\n"
        listOf(
            "device login:       yes",
            "browser login:      yes, PKCE S256",
            "revocation:         yes",
            "scopes:             ",
        ).forEach {
            text shouldContain it
        }
        text shouldContain "${server.url}: an application with py-oidc-auth\n"
    }

    test("--json is the metadata document") {
        val json = Json.parseToJsonElement(CommandBench().run("discover", server.issuer, "--json").succeeded()).jsonObject
        json.getValue("issuer").jsonPrimitive.content shouldBe server.issuer
        json.getValue("token_endpoint").jsonPrimitive.content shouldStartWith server.issuer
    }

    test("an application that is no issuer is recognized, with what it offers") {
        val text = CommandBench().run("discover", server.brokerUrl).succeeded()
        text.lines().take(5) shouldContainExactly
            listOf(
                "${server.brokerUrl}: an application with py-oidc-auth",
                "  browser login:      yes, at ${server.issuer}",
                "  device login:       yes, if the provider has it",
                "  tokens:             of the application",
                "  userinfo:           yes",
            )
        text shouldContain "Log in with: oidc-auth login ${server.brokerUrl}"
        val json = Json.parseToJsonElement(CommandBench().run("discover", server.brokerUrl, "--json").succeeded()).jsonObject
        json.getValue("kind").jsonPrimitive.content shouldBe "py-oidc-auth"
    }

    test("nothing is stored, and no token is sent") {
        val before = server.requests.size
        val bench = CommandBench()
        bench.run("discover", server.brokerUrl).succeeded()
        server.requests.drop(before).map { it.method }.distinct() shouldContainExactly listOf("GET")
        bench.tokenFile.toFile().exists() shouldBe false
    }

    test("any other server is an error with the reason, and its page is not shown") {
        listOf(404 to "", 200 to "<html>\u001b[2Jhello</html>", 500 to "oops").forEach { (status, body) ->
            val other = responding(status, body)
            try {
                val result = CommandBench().run("discover", "http://127.0.0.1:${other.address.port}")
                withClue(result) {
                    result.exitCode shouldBe ExitCode.FAILURE
                    result.stdout shouldBe ""
                    result.stderr shouldContain "has no OpenID Connect or OAuth metadata"
                    result.stderr shouldNotContain "\u001b"
                }
            } finally {
                other.stop(0)
            }
        }
    }
})
