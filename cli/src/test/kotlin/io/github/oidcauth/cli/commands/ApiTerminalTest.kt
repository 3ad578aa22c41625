// Tests EscapingOutput and ResultTerminal.
package io.github.oidcauth.cli.commands

import com.sun.net.httpserver.HttpServer
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.io.File
import java.net.InetAddress
import java.net.InetSocketAddress

/** The output of `api` at a terminal, which `script` of util-linux plays. */
internal class ApiTerminalTest : FunSpec({
    val isInstalled = System.getenv("PATH").orEmpty().split(':').any { File(it, "script").canExecute() }
    val needsScript = if (isInstalled) {
        Enabled.enabled
    } else {
        Enabled.disabled(
            "Needs script on the PATH: apt-get install bsdutils.",
        )
    }

    test("text of a server cannot control the terminal").config(enabledOrReasonIf = { needsScript }) {
        val api =
            HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
                createContext("/") { exchange ->
                    val octets = "before\u001b[2J\u001b]0;title\u0007after".encodeToByteArray()
                    exchange.sendResponseHeaders(200, octets.size.toLong())
                    exchange.responseBody.use { it.write(octets) }
                }
                start()
            }
        try {
            val url = "http://127.0.0.1:${api.address.port}"
            val file = tempdir().toPath().resolve("tokens.json")
            FileTokenStore(file).put(TokenKey.forHost(url), Token("at"))
            val java = ProcessHandle.current().info().command().orElse("java")
            val program = "'$java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '${System.getProperty("java.class.path")}'"
            val line = "$program io.github.oidcauth.cli.MainKt api GET raw --host $url"
            val builder = ProcessBuilder("script", "-qec", line, "/dev/null").redirectErrorStream(true)
            builder.environment() += mapOf("OIDC_TOKEN_FILE" to "$file", "HOME" to "${file.parent}", "TERM" to "xterm")
            val process = builder.start().also { it.outputStream.close() }
            val screen = process.inputReader().readText()
            process.waitFor()
            screen shouldContain "before^[[2J^[]0;title^Gafter\r\n"
            screen shouldNotContain "\u001b"
        } finally {
            api.stop(0)
        }
    }
})
