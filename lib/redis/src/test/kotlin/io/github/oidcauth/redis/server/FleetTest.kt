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
        Fleet().use { fleet ->
            fleet.start()
            fleet.shouldAllHaveTheOneRefresh()
        }
    }

    test("so they do when Redis is killed and restarted while one of them refreshes") {
        Fleet().use { fleet ->
            fleet.meanwhile = {
                fleet.redis.kill()
                fleet.redis.start()
            }
            fleet.start()
            fleet.shouldAllHaveTheOneRefresh()
        }
    }

    test("so they do when Redis loses everything while one of them refreshes") {
        Fleet().use { fleet ->
            fleet.meanwhile = { fleet.redis.command("FLUSHALL") }
            fleet.start("lease=1")
            // A process that reads before the refreshed token is stored finds none, and has nothing to refresh.
            fleet.tokens() - "failed" shouldBe setOf("access-1")
            fleet.refreshes.get() shouldBe 1
            fleet.store.get(fleet.key)?.refreshToken shouldBe "refresh-1"
        }
    }

    test("so they do when Redis has no memory left from when one of them refreshes") {
        Fleet().use { fleet ->
            fleet.meanwhile = { fleet.redis.command("CONFIG SET maxmemory 1") }
            fleet.start()
            fleet.shouldAllHaveTheOneRefresh()
        }
    }

    test("so they do when Redis has had no memory left before") {
        Fleet().use { fleet ->
            fleet.start { fleet.redis.command("CONFIG SET maxmemory 1") }
            fleet.shouldAllHaveTheOneRefresh()
        }
    }

    test("when Redis throws out the lock, one that comes too early finds the token that the first one has got") {
        Fleet().use { fleet ->
            fleet.meanwhile = { fleet.redis.command("DEL oidc-auth:lease:{${fleet.key}} oidc-auth:fence:{${fleet.key}}") }
            fleet.start("lease=1")
            fleet.tokens() shouldBe setOf("access-1")
            fleet.store.get(fleet.key)?.refreshToken shouldBe "refresh-1"
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

/** Processes that share a Redis with an expired token, and the application that it is of. */
private class Fleet : AutoCloseable {
    val refreshes = AtomicInteger()

    /** The action while the first of them refreshes. */
    @Volatile var meanwhile: () -> Unit = {}
    val redis = RedisServer()
    private val application = application(refreshes) { meanwhile() }
    private val host = "http://127.0.0.1:${application.address.port}"
    val key = TokenKey.forHost(host)
    val store = RedisTokenStore("${redis.url}?timeout=30")
    private val children = mutableListOf<Process>()

    /** Lets them all ask at the same time, when all have started. */
    suspend fun start(
        settings: String = "",
        before: () -> Unit = {},
    ) {
        store.put(
            key,
            Token("expired") {
                expiresAt = Clock.System.now() - 10.seconds
                refreshToken = "refresh-0"
                refreshExpiresAt = Clock.System.now() + 1.hours
            },
        )
        repeat(PROCESSES) { children += RedisChild.start("authenticate", "${redis.url}?timeout=30&$settings".trimEnd('&'), host) }
        children.forEach { it.inputReader().readLine() shouldBe "ready" }
        before()
        children.forEach { it.outputStream.close() }
    }

    /** Returns the tokens that they have. */
    fun tokens(): Set<String> = children.map { it.inputReader().readLine().substringBefore(':') }.toSet()

    suspend fun shouldAllHaveTheOneRefresh() {
        tokens() shouldBe setOf("access-1")
        refreshes.get() shouldBe 1
        store.get(key)?.refreshToken shouldBe "refresh-1"
    }

    override fun close() {
        children.forEach { it.destroyForcibly() }
        store.close()
        redis.close()
        application.stop(0)
    }
}

/** An application that takes each refresh token once, and its time to respond. */
private fun application(
    refreshes: AtomicInteger,
    meanwhile: () -> Unit,
): HttpServer =
    HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
        executor = Executors.newCachedThreadPool { Thread(it).apply { isDaemon = true } }
        createContext("/auth/v2/token") { exchange ->
            val form = exchange.requestBody.readAllBytes().decodeToString()
            val number = refreshes.incrementAndGet()
            val isGood = "refresh-${number - 1}" in form
            val response =
                if (isGood) {
                    """{"access_token":"access-$number","token_type":"Bearer",""" +
                        """"expires_in":3600,"refresh_token":"refresh-$number"}"""
                } else {
                    """{"error":"invalid_grant"}"""
                }
            meanwhile()
            Thread.sleep(SLOW)
            exchange.responseHeaders.add("Content-Type", "application/json")
            exchange.sendResponseHeaders(if (isGood) 200 else 400, response.length.toLong())
            exchange.responseBody.use { it.write(response.toByteArray()) }
        }
        start()
    }

private const val SLOW = 200L
