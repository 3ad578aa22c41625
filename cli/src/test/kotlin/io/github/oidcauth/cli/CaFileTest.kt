package io.github.oidcauth.cli

import com.sun.net.httpserver.HttpsServer
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Path
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours

/** Whom the command trusts. */
internal class CaFileTest : FunSpec({
    val directory = tempdir().toPath()

    fun withServer(block: suspend (url: String, certificate: Path) -> Unit): suspend () -> Unit =
        {
            val server = SelfSignedServer.start(directory).apply(HttpsServer::respondWithTokens)
            try {
                block("https://127.0.0.1:${server.address.port}", SelfSignedServer.certificate(directory))
            } finally {
                server.stop(0)
                directory.resolve("keys.p12").toFile().delete()
            }
        }

    /** With a token for [url] that has to be refreshed. */
    suspend fun expired(url: String): CommandBench =
        CommandBench().apply {
            val token =
                Token("old") {
                    expiresAt = Clock.System.now() - 1.hours
                    refreshToken = "r-old"
                }
            FileTokenStore(tokenFile).put(TokenKey.forHost(url), token)
        }

    /** With a token of the issuer [url]. */
    suspend fun ofIssuer(url: String): CommandBench =
        CommandBench().apply { FileTokenStore(tokenFile).put(TokenKey.forIssuer(url, "client"), Token("at")) }

    test("--ca-file names whom to trust, for a token and for the refresh behind it") {
        withServer { url, certificate ->
            val result = expired(url).run("--ca-file", "$certificate", "token", url)
            withClue(result) { result.stdout shouldBe "new\n" }
        }()
    }

    test("without it the certificate is refused, and the error names the option") {
        withServer { url, _ ->
            val result = expired(url).run("token", url)
            withClue(result) {
                result.exitCode shouldBe ExitCode.UNREACHABLE
                result.stdout shouldBe ""
                result.stderr shouldContain "The certificate of $url (CN=service.test) is self-signed"
                result.stderr shouldContain "--ca-file, SSL_CERT_FILE or the setting caFile"
            }
        }()
    }

    test("SSL_CERT_FILE and SSL_CERT_DIR of the process do the same, and a stored token needs neither") {
        withServer { url, certificate ->
            mapOf("SSL_CERT_FILE" to "$certificate", "SSL_CERT_DIR" to "${certificate.parent}").forEach { (name, value) ->
                val bench = expired(url)

                fun run(variable: Pair<String, String>) =
                    CommandProcess.java(mapOf("OIDC_TOKEN_FILE" to "${bench.tokenFile}", variable), "token", url).use {
                        it.result()
                    }
                withClue(name) { run(name to value).stdout shouldBe "new\n" }
                withClue(name) { run(name to "/nowhere").stdout shouldBe "new\n" }
            }
        }()
    }

    test("a file that cannot be used is a wrong usage, and says what to do") {
        withServer { url, _ ->
            val result = expired(url).run("token", url, "--ca-file", "/nowhere/ca.pem")
            withClue(result) {
                result.exitCode shouldBe ExitCode.USAGE
                result.stderr shouldStartWith "Error: The CA file is /nowhere/ca.pem, which does not exist."
            }
        }()
    }

    test("requests to the issuers of stored tokens trust it too, with a client and without") {
        withServer { url, certificate ->
            listOf(emptyList(), listOf("--client-id", "client")).forEach { client ->
                val refused = ofIssuer(url).run("introspect", url, *client.toTypedArray())
                withClue(refused) { refused.stderr shouldContain "self-signed" }
                val trusted = ofIssuer(url).run("introspect", url, "--ca-file", "$certificate", *client.toTypedArray())
                withClue(trusted) { trusted.stdout shouldContain "\"active\"" }
            }
        }()
    }
})

private fun HttpsServer.respondWithTokens() {
    createContext("/") { exchange ->
        val origin = "https://127.0.0.1:${address.port}"
        val body =
            when (exchange.requestURI.path) {
                "/.well-known/openid-configuration" -> {
                    """{"issuer":"$origin","introspection_endpoint":"$origin/introspect","token_endpoint":"$origin/token"}"""
                }

                "/introspect" -> {
                    """{"active":true}"""
                }

                else -> {
                    """{"access_token":"new","token_type":"Bearer","expires_in":3600}"""
                }
            }.encodeToByteArray()
        exchange.responseHeaders.add("Content-Type", "application/json")
        exchange.sendResponseHeaders(200, body.size.toLong())
        exchange.responseBody.use { it.write(body) }
    }
}
