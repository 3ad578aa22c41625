package io.github.oidcauth.redis.server

import com.sun.net.httpserver.HttpServer
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.redis.RedisTokenStore
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds

/** Processes that share nothing but a Redis. */
class FleetTest : FunSpec({
    requiresRedisServer()

    test("$PROCESSES processes that meet one expired token make one refresh request, and all get the same token") {
        val refreshes = AtomicInteger()
        val application = application(refreshes)
        val host = "http://127.0.0.1:${application.address.port}"
        val redis = RedisServer()
        val children = mutableListOf<Process>()
        try {
            RedisTokenStore(redis.url).use { store ->
                store.put(
                    TokenKey.forHost(host),
                    Token("expired") {
                        expiresAt = Clock.System.now() - 10.seconds
                        refreshToken = "refresh-0"
                        refreshExpiresAt = Clock.System.now() + 1.hours
                    },
                )
                repeat(PROCESSES) { children += RedisChild.start("authenticate", "${redis.url}?timeout=30", host) }
                val outputs = children.map { it.inputReader() }
                outputs.forEach { it.readLine() shouldBe "ready" }
                children.forEach { it.outputStream.close() }
                outputs.map { it.readLine() }.toSet() shouldBe setOf("access-1")
                refreshes.get() shouldBe 1
                store.get(TokenKey.forHost(host))?.refreshToken shouldBe "refresh-1"
            }
        } finally {
            children.forEach { it.destroyForcibly() }
            redis.close()
            application.stop(0)
        }
    }

    test("a store that nobody has closed does not keep its process") {
        RedisServer().use { redis ->
            RedisTokenStore(redis.url).use { it.put(TokenKey.of("https://h"), Token("access")) }
            val child = RedisChild.start("read", "${redis.url}?timeout=30", "https://h")
            try {
                child.inputReader().readLine() shouldBe "access"
                child.waitFor(30, TimeUnit.SECONDS) shouldBe true
            } finally {
                child.destroyForcibly()
            }
        }
    }
})

private const val PROCESSES = 8

/** An application that takes each refresh token once, and its time to answer. */
private fun application(refreshes: AtomicInteger): HttpServer =
    HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
        executor = Executors.newCachedThreadPool { Thread(it).apply { isDaemon = true } }
        createContext("/auth/v2/token") { exchange ->
            val form = exchange.requestBody.readAllBytes().decodeToString()
            val number = refreshes.incrementAndGet()
            val isGood = "refresh-${number - 1}" in form
            val answer =
                if (isGood) {
                    """{"access_token":"access-$number","token_type":"Bearer","expires_in":3600,"refresh_token":"refresh-$number"}"""
                } else {
                    """{"error":"invalid_grant"}"""
                }
            Thread.sleep(SLOW)
            exchange.responseHeaders.add("Content-Type", "application/json")
            exchange.sendResponseHeaders(if (isGood) 200 else 400, answer.length.toLong())
            exchange.responseBody.use { it.write(answer.toByteArray()) }
        }
        start()
    }

private const val SLOW = 200L
