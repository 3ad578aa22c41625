package io.github.oidcauth

import com.sun.net.httpserver.HttpServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import kotlin.time.Clock
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours

/** Everybody meets one expired token at once. A few processes in every build; `-Drace.processes=32` for many. */
class OneRefreshTest :
    FunSpec({
        val processes = System.getProperty("race.processes")?.toInt() ?: 4
        val coroutines = 200

        test(
            "$processes processes and $coroutines coroutines that meet one expired token make one refresh request, and get one token",
        ) {
            val path = tempdir("store").toPath().resolve("token-store.json")
            val notices = CopyOnWriteArrayList<String>()
            val store = FileTokenStore(path) { notices += it }
            RotatingServer().use { server ->
                val config =
                    Config(server.url) {
                        this.store = store
                        interaction = SilentInteraction
                    }
                store.put(
                    TokenKey.forHost(server.url),
                    Token("expired") {
                        expiresAt = Clock.System.now() - 1.hours
                        refreshToken = "refresh0"
                        refreshExpiresAt = Clock.System.now() + 1.days
                    },
                )
                // They find the token expired while somebody has the lock, and are let in together.
                val (children, here) =
                    coroutineScope {
                        val children = List(processes) { ChildProcess.start("authenticate", path, server.url) }
                        store.withLock(TokenKey.forHost(server.url)) {
                            children.forEach { it.line() shouldBe "asks" }
                            children to List(coroutines) { async(Dispatchers.Default) { authenticate(config).accessToken } }
                        }.let { (children, here) -> children to here.awaitAll() }
                    }
                // Before the token a child may have said something about logging.
                val tokens = here + children.map { it.finish().lines().last() }
                server.redeemed shouldBe listOf("refresh0")
                tokens.toSet() shouldBe setOf("access1")
                tokens shouldHaveSize processes + coroutines
                notices.shouldBeEmpty()
            }
        }
    })

/** Gives out a new refresh token each time, and none for one that has been used. */
private class RotatingServer : AutoCloseable {
    val redeemed = CopyOnWriteArrayList<String>()
    private val threads = Executors.newCachedThreadPool()
    private val server =
        HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            executor = threads
            createContext("/") { exchange ->
                val form = exchange.requestBody.use { it.readAllBytes().decodeToString() }
                val token = Regex("refresh-token=([^&]*)").find(form)?.groupValues?.get(1)
                val isNew = token != null && token == "refresh${redeemed.size}"
                token?.let { redeemed += it }
                val answer =
                    if (isNew) {
                        """{"access_token": "access${redeemed.size}", "token_type": "Bearer", "expires_in": 3600,
                            "refresh_token": "refresh${redeemed.size}", "refresh_expires_in": 7200}"""
                    } else {
                        """{"error": "invalid_grant"}"""
                    }
                exchange.responseHeaders.add("Content-Type", "application/json")
                exchange.sendResponseHeaders(if (isNew) 200 else 400, answer.length.toLong())
                exchange.responseBody.use { it.write(answer.encodeToByteArray()) }
            }
            start()
        }
    val url = "http://127.0.0.1:${server.address.port}"

    override fun close() {
        server.stop(0)
        threads.shutdownNow()
    }
}
