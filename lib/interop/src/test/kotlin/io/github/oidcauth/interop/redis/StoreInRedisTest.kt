package io.github.oidcauth.interop.redis

import com.sun.net.httpserver.HttpServer
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Folders
import io.github.oidcauth.interop.pyoidcauth.OidcAuthCommand
import io.github.oidcauth.interop.requires
import io.github.oidcauth.redis.RedisTokenStore
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Our command with `--store redis://…`, as its distribution installs it. */
class StoreInRedisTest : FunSpec({
    requires(RedisServer)

    test("$COMMANDS commands that meet one expired token in Redis make one refresh request, and all print the same token") {
        val refreshes = AtomicInteger()
        val application = application(refreshes)
        val host = "http://127.0.0.1:${application.address.port}"
        try {
            RedisServer.start().use { redis ->
                RedisTokenStore(redis.url).use { store ->
                    store.put(
                        TokenKey.forHost(host),
                        Token("expired") {
                            expiresAt = Clock.System.now() - 10.seconds
                            refreshToken = "refresh-0"
                            refreshExpiresAt = Clock.System.now() + 1.hours
                        },
                    )
                }
                val runs = List(COMMANDS) { command(redis, "token", host) }
                runs.map { it.succeeds(3.minutes).stdout }.toSet() shouldBe setOf("access-1\n")
                refreshes.get() shouldBe 1
                command(redis, "--list").succeeds().stdout shouldContain host
                command(redis, "--clear").succeeds()
                command(redis, "--list").succeeds().stdout shouldBe "No cached tokens.\n"
            }
        } finally {
            application.stop(0)
        }
    }
})

private const val COMMANDS = 8
private const val SLOW = 200L

/** The address is in the environment, as one with a password has to be. */
private fun command(redis: RedisServer, vararg arguments: String): CommandRun =
    CommandRun.start(
        listOf("${OidcAuthCommand.script}", *arguments),
        mapOf(
            "PATH" to System.getenv("PATH"),
            "JAVA_HOME" to System.getProperty("java.home"),
            "HOME" to "${Folders.new("home")}",
            "OIDC_TOKEN_STORE" to "${redis.url}?timeout=30",
        ),
    )

/** An application that takes each refresh token once, and its time to respond. */
private fun application(refreshes: AtomicInteger): HttpServer =
    HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
        executor = Executors.newCachedThreadPool { Thread(it).apply { isDaemon = true } }
        createContext("/auth/v2/token") { exchange ->
            val form = exchange.requestBody.readAllBytes().decodeToString()
            val number = refreshes.incrementAndGet()
            val isGood = "refresh-${number - 1}" in form
            val token = """{"access_token":"access-$number","expires_in":3600,"refresh_token":"refresh-$number"}"""
            val response = if (isGood) token else """{"error":"invalid_grant"}"""
            Thread.sleep(SLOW)
            exchange.responseHeaders.add("Content-Type", "application/json")
            exchange.sendResponseHeaders(if (isGood) 200 else 400, response.length.toLong())
            exchange.responseBody.use { it.write(response.toByteArray()) }
        }
        start()
    }
