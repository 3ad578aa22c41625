package io.github.oidcauth.cli

import com.sun.net.httpserver.HttpServer
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.ServerSocket
import kotlin.concurrent.thread
import kotlin.io.path.createDirectory
import kotlin.io.path.createParentDirectories
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText

/** Each way to fail: its exit code, nothing on standard output, a sentence on standard error. */
internal class FailureTest : FunSpec({
    fun deadPort(): Int = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }

    fun responding(
        body: String,
        status: Int = 200,
    ): HttpServer =
        HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            createContext("/") { exchange ->
                exchange.sendResponseHeaders(status, body.length.toLong())
                exchange.responseBody.use { it.write(body.toByteArray()) }
            }
            start()
        }

    fun Result.failedWith(
        words: String,
        code: Int = ExitCode.FAILURE,
    ) =
        withClue(this) {
            exitCode shouldBe code
            stdout shouldBe ""
            stderr shouldStartWith "Authentication failed: "
            stderr shouldContain words
            stderr shouldNotContain "    at "
        }

    fun Result.isOneLine() = withClue(this) { stderr.trimEnd('\n').lines().size shouldBe 1 }

    val hosts =
        mapOf(
            "https://host.invalid" to "host.invalid",
            "http://app.example.com" to "unencrypted",
            "https://alice:s3cr3t@app.example.com" to "user name or password",
            "ftp://app.example.com" to "https://",
            "https://app.example.com?x=1" to "'?'",
            "-- --host" to "host name is not valid",
        )
    hosts.forEach { (host, words) ->
        test("'oidc-auth ${host.replace("s3cr3t", "…")}' fails with advice") {
            val result = CommandBench().run(*host.split(' ').toTypedArray())
            result.failedWith(words, if (host == "https://host.invalid") ExitCode.UNREACHABLE else ExitCode.USAGE)
            result.stderr shouldNotContain "s3cr3t"
        }
    }

    test("a refused connection fails with the address") {
        val port = deadPort()
        CommandBench().run("http://127.0.0.1:$port").failedWith("127.0.0.1:$port", ExitCode.UNREACHABLE)
    }

    test("when all ports are taken, it fails with the port") {
        SampleServer.start(Settings(deviceGrant = false)).use { server ->
            ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { taken ->
                val result = CommandBench(User()).run("-p", "${taken.localPort}", server.url)
                result.failedWith("Port ${taken.localPort} of this machine")
                result.isOneLine()
            }
        }
    }

    test("a certificate that nobody vouches for fails with the address") {
        val server = SelfSignedServer.start(tempdir().toPath())
        try {
            val result = CommandBench().run("https://127.0.0.1:${server.address.port}")
            result.failedWith(
                "The certificate of https://127.0.0.1:${server.address.port} (CN=service.test) is self-signed",
                ExitCode.UNREACHABLE,
            )
            result.stderr shouldContain "certificate"
            result.isOneLine()
        } finally {
            server.stop(0)
        }
    }

    test("https:// at a port that does not speak TLS fails with the address") {
        ServerSocket(0, 50, InetAddress.getLoopbackAddress()).use { listener ->
            thread(isDaemon = true) { refuseInPlainHttp(listener) }
            val result = CommandBench().run("https://127.0.0.1:${listener.localPort}")
            result.failedWith("https://127.0.0.1:${listener.localPort}", ExitCode.UNREACHABLE)
            result.isOneLine()
        }
    }

    test("HTML instead of JSON fails, and with --verbose the trace does not quote it") {
        val server = responding("<html>s3cr3t</html>")
        try {
            val url = "http://127.0.0.1:${server.address.port}"
            CommandBench().run(url).failedWith("JSON")
            val verbose = CommandBench().run("--verbose", url)
            verbose.exitCode shouldBe ExitCode.FAILURE
            verbose.stderr shouldContain "    at io.github.oidcauth."
            verbose.stderr shouldNotContain "s3cr3t"
        } finally {
            server.stop(0)
        }
    }

    test("a server that fails without an OAuth error is named with its status") {
        val server = responding("oops", status = 500)
        try {
            CommandBench().run("http://127.0.0.1:${server.address.port}").failedWith("500")
        } finally {
            server.stop(0)
        }
    }

    test("a damaged token file is moved aside with a warning of one line") {
        val bench = CommandBench()
        val damaged = """{"https://a.example": {"token": {"access_token": "a"}}, "https://b.exam"""
        bench.write(damaged)
        val result = bench.run("--list")
        withClue(result) {
            result.exitCode shouldBe ExitCode.SUCCESS
            result.stdout shouldBe "  https://a.example  (valid)\n"
            result.stderr shouldStartWith "warning: "
            result.stderr.lines().size shouldBe 2
        }
        bench.tokenFile.parent.listDirectoryEntries("*.corrupt-*").single().readText() shouldBe damaged
    }

    listOf(
        "list",
        "--list",
        "--clear",
        "--remove=a.example",
        "token a.example",
        "login a.example",
        "logout --all",
    ).forEach { line ->
        test("'oidc-auth $line' leaves a file alone that somebody has named and that is no token file") {
            val bench = CommandBench()
            bench.write("[server]\npassword = hunter2\n")
            val result = bench.run(*line.split(' ').toTypedArray())
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stdout shouldBe ""
                result.stderr shouldContain "${bench.tokenFile} is not a token file: it holds text that is not JSON."
                result.stderr shouldNotContain "hunter2"
            }
            bench.tokenFile.readText() shouldBe "[server]\npassword = hunter2\n"
            bench.tokenFile.parent.listDirectoryEntries() shouldBe listOf(bench.tokenFile)
        }
    }

    test("a token file that is a directory fails without a trace, and with one when --verbose asks") {
        val bench = CommandBench()
        bench.tokenFile.createParentDirectories().createDirectory()
        listOf("--list", "--clear", "--remove=a.example").forEach { option ->
            val result = bench.run(option)
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stdout shouldBe ""
                result.stderr shouldStartWith "Error: "
                result.stderr shouldNotContain "    at "
            }
        }
        bench.run("--list", "-v").stderr shouldContain "    at io.github.oidcauth."
    }

    test("a bad name of an application is a wrong usage") {
        val result = CommandBench(environment = emptyMap()).run("--list", "--app-name", "../elsewhere")
        withClue(result) {
            result.exitCode shouldBe ExitCode.USAGE
            result.stderr shouldStartWith "Error: "
        }
    }
})

/** Responds to each connection as a web server without TLS does that is spoken to in TLS, until [listener] is closed. */
private fun refuseInPlainHttp(listener: ServerSocket) {
    while (!listener.isClosed) {
        try {
            listener.accept().use { it.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".toByteArray()) }
        } catch (_: IOException) {
            // The client has hung up, or the test is over.
        }
    }
}
