package io.github.oidcauth.fuzz

import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.callback.CallbackValidator
import io.github.oidcauth.internal.callback.pendingLogin
import io.github.oidcauth.internal.loopback.LoopbackListeners
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.okhttp.DefaultHttpClient
import io.github.oidcauth.internal.transport.okhttp.OK_RESPONSE
import io.github.oidcauth.oauth2.ResponseMode
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.cancel
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.net.SocketException
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** Bytes on real sockets: HTTP, or what is sent in its place. */
internal class SocketTargets : AutoCloseable {
    private val server = RespondingServer()
    private val callback = Callback()

    private fun respond(): FuzzTarget {
        val client = DefaultHttpClient.create { null }
        val transport = Transport(client, JvmFaultFinder, PATIENCE)
        // The JDK's client waits for more behind some beginnings, until our own patience ends.
        val hasty = Transport(client, JvmFaultFinder, 300.milliseconds)
        return FuzzTarget(
            "HTTP response",
            setOf("Transport", "ResponseReader", "RawResponse", "JvmFaultFinder", "DefaultHttpClient"),
            valid,
            texts(
                "HTTP/1.1 100 Continue\r\n\r\n$OK_RESPONSE",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\n",
            ),
            isSlow = true,
        ) { input ->
            server.response = input
            val sender = if (valid.any { it === input }) transport else hasty
            sender.send(HttpCall("POST", "http://127.0.0.1:${server.port}/token")).run {
                header("retry-after") + mediaType + this
            }
        }
    }

    /** Addresses that a server may name, as they are asked for: by way of a proxy, which is on this machine. */
    private fun address(): FuzzTarget {
        val client = DefaultHttpClient.create { name ->
            "http://127.0.0.1:${server.port}".takeIf {
                "_proxy" in name &&
                    name != "no_proxy"
            }
        }
        val transport = Transport(client, JvmFaultFinder, 2.seconds)
        return FuzzTarget(
            "address that is called",
            setOf("Transport", "WebAddress", "JvmFaultFinder", "ProxySettings", "HttpTarget"),
            texts("http://as.example/t?a=%41", "http://[2001:db8::1]:8080/", "http://192.0.2.1/a;b=c"),
            texts("https://as.example:8443/realms/a/token"),
            isSlow = true,
        ) { input ->
            val url = WebAddress.parse(input.asText())?.url
            // By http only this machine is secure, and it is not reached through a proxy: others may be listening here.
            val isElsewhere = url != null && WebAddress.parse("http://" + url.substringAfter("://"))?.isSecure == false
            if (url != null && isElsewhere) {
                server.response = OK_RESPONSE.encodeToByteArray()
                transport.send(HttpCall("POST", url)).toString()
            }
        }
    }

    private val valid =
        texts(
            OK_RESPONSE,
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nRetry-After: 5\r\n" +
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.0 302 Found\r\nLocation: https://idp.example/\r\nSet-Cookie: a=b\r\n\r\n<html>",
        )

    val all: List<FuzzTarget> = listOf(respond(), address(), callback.target)

    override fun close() {
        server.close()
        callback.close()
    }

    /** Responds to each request with [response] and hangs up. */
    private class RespondingServer : AutoCloseable {
        @Volatile
        var response: ByteArray = ByteArray(0)
        private val listener = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
        val port: Int get() = listener.localPort

        init {
            thread(isDaemon = true, name = "responding server") {
                while (!listener.isClosed) {
                    unlessGone {
                        val socket = listener.accept()
                        val bytes = response
                        // A client that has lost its patience may not hang up for a while.
                        thread(isDaemon = true, name = "responding connection") { unlessGone { socket.use { serve(it, bytes) } } }
                    }
                }
            }
        }

        /** The client went away, or the test is over. */
        private fun unlessGone(action: () -> Unit) {
            try {
                action()
            } catch (_: IOException) {
                return
            }
        }

        private fun serve(
            socket: Socket,
            response: ByteArray,
        ) {
            socket.soTimeout = TIMEOUT_MS
            val input = socket.getInputStream().buffered()
            var line = 0
            // Up to the empty line; the requests have no body.
            while (true) {
                val c = input.read()
                if (c < 0 || (c == '\n'.code && line == 0)) break
                if (c == '\n'.code) {
                    line = 0
                } else if (c != '\r'.code) {
                    line++
                }
            }
            socket.getOutputStream().write(response)
            socket.shutdownOutput()
            // To hang up with something unread would take back what was sent.
            input.skip(Long.MAX_VALUE)
        }

        override fun close() = listener.close()
    }

    /** A login that waits for its callback, and another one after it. */
    private class Callback : AutoCloseable {
        private val scope = CoroutineScope(Dispatchers.IO + SupervisorJob())
        private val listener = runBlocking { LoopbackListeners(Dispatchers.IO).bind(LoopbackRedirect.of(listOf(0))) }
        private val validator = CallbackValidator(pendingLogin(listener.redirectUri, STATE, mode = ResponseMode.FORM_POST))
        private val authority = listener.redirectUri.substringAfter("://").substringBefore('/')
        private var login = waiting()

        val target =
            FuzzTarget(
                "request to the callback listener",
                setOf("Connection", "RequestHead", "CallbackServer", "LoopbackListener"),
                texts(
                    "GET /callback?code=abc&state=$STATE HTTP/1.1\r\nHost: $authority\r\nAccept: */*\r\n\r\n",
                    "POST /callback HTTP/1.1\r\nHost: $authority\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
                        "Content-Length: ${"code=abc&state=$STATE".length}\r\n\r\ncode=abc&state=$STATE",
                ),
                texts(
                    "GET /callback?error=access_denied&error_description=%00no&state=$STATE HTTP/1.1\r\nHost: $authority\r\n\r\n",
                    "GET /favicon.ico HTTP/1.1\r\nHost: $authority\r\n\r\n",
                    "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001",
                ),
            ) { visit(it) }

        private fun waiting(): Deferred<String> = scope.async { listener.await(validator) { it.code } }

        private suspend fun visit(request: ByteArray) {
            val response = ask(request)
            // Whoever brings the response to the login gets a page, and so does a failed one. The page for a response of
            // another login has status 404.
            if ("text/html" in response && " 404 " !in response.lineSequence().first()) {
                val ended = login
                login = withTimeout(PATIENCE) { ended.join() }.let { waiting() }
                ended.await()
            } else {
                check(login.isActive) { "The listener does not wait any more: it responded $response." }
            }
        }

        private fun ask(request: ByteArray): String =
            Socket(InetAddress.getByName("127.0.0.1"), authority.substringAfterLast(':').toInt()).use { socket ->
                socket.soTimeout = TIMEOUT_MS
                try {
                    socket.getOutputStream().write(request)
                    socket.shutdownOutput()
                    String(socket.getInputStream().readAllBytes(), Charsets.ISO_8859_1)
                } catch (_: SocketException) {
                    // It hung up, or had not read all of it.
                    ""
                }
            }

        override fun close() {
            scope.cancel()
            listener.close()
        }
    }

    private companion object {
        val PATIENCE = 20.seconds
        const val TIMEOUT_MS = 20_000
        const val STATE = "af0ifjsldkj-af0ifjsldkj"
    }
}
