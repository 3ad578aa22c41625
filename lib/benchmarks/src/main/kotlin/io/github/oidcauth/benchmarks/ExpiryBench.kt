package io.github.oidcauth.benchmarks

import com.sun.net.httpserver.HttpServer
import io.github.oidcauth.Config
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.SilentInteraction
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.authenticate
import io.github.oidcauth.java.JavaTokenStore
import io.github.oidcauth.java.OidcAuth
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.file.Files
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CountDownLatch
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.Future
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours

/**
 * A server that takes [REFRESH_MILLIS] for a refresh, a store with an expired token, and callers that all request the token at
 * the same time.
 */
class ExpiryBench(
    kind: String,
    private val callers: Int,
) : AutoCloseable {
    private val directory = Files.createTempDirectory("bench")
    private val store: TokenStore =
        when (kind) {
            "memory" -> InMemoryTokenStore()
            "file" -> FileTokenStore(directory.resolve("token-store.json"), StoreNotices { error(it) })
            else -> InJava()
        }
    private val requests = AtomicInteger()
    private val serving = Executors.newCachedThreadPool()
    private val server =
        HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            executor = serving
            createContext("/") { exchange ->
                exchange.requestBody.use { it.readAllBytes() }
                Thread.sleep(REFRESH_MILLIS)
                val number = requests.incrementAndGet()
                val response =
                    """{"access_token": "a$number", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "r$number"}"""
                exchange.responseHeaders.add("Content-Type", "application/json")
                exchange.sendResponseHeaders(OK, response.length.toLong())
                exchange.responseBody.use { it.write(response.encodeToByteArray()) }
            }
            start()
        }
    private val url = "http://127.0.0.1:${server.address.port}"
    private val config = Config.builder(url).store(store).interaction(SilentInteraction).build()
    private var startSignal = CountDownLatch(1)
    private var waiting: List<Future<Token>> = emptyList()
    private var executor: ExecutorService? = null

    /** Stores an expired token, with which each measurement starts. */
    fun expire() {
        requests.set(0)
        val expired =
            Token("a0") {
                expiresAt = Clock.System.now() - 1.hours
                refreshToken = "r0"
            }
        runBlocking { store.put(TokenKey.forHost(url), expired) }
    }

    fun alone(): Token = runBlocking { authenticate(config) }

    fun coroutines(): Int =
        runBlocking(Dispatchers.Default) { List(callers) { async { authenticate(config) } }.awaitAll().size }.also { check() }

    /** Starts threads that wait for [release]. */
    fun startCallers(isVirtual: Boolean) {
        startSignal = CountDownLatch(1)
        val ready = CountDownLatch(callers)
        val threads = if (isVirtual) virtualThreads() else Executors.newCachedThreadPool()
        executor = threads
        waiting =
            List(callers) {
                threads.submit<Token> {
                    ready.countDown()
                    startSignal.await()
                    OidcAuth.authenticate(config)
                }
            }
        ready.await()
    }

    fun release(): Int {
        startSignal.countDown()
        return waiting.map { it.get() }.size.also { check() }
    }

    fun stopCallers() {
        executor?.shutdown()
    }

    override fun close() {
        server.stop(0)
        serving.shutdownNow()
        directory.toFile().deleteRecursively()
    }

    private fun check() = check(requests.get() == 1) { "${requests.get()} requests were sent." }

    private fun virtualThreads(): ExecutorService =
        Executors::class.java.getMethod("newVirtualThreadPerTaskExecutor").invoke(null) as ExecutorService

    private class InJava : JavaTokenStore() {
        private val tokens = ConcurrentHashMap<TokenKey, Token>()

        override fun load(key: TokenKey): Token? = tokens[key]

        override fun save(
            key: TokenKey,
            token: Token,
        ) {
            tokens[key] = token
        }

        override fun delete(key: TokenKey): Boolean = tokens.remove(key) != null

        override fun list(): Set<TokenKey> = tokens.keys

        override fun deleteAll() = tokens.clear()
    }

    private companion object {
        const val REFRESH_MILLIS = 300L
        const val OK = 200
    }
}
