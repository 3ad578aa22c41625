package io.github.oidcauth.testing.soak

import io.github.oidcauth.BrowserOpener
import io.github.oidcauth.CodeFlow
import io.github.oidcauth.Config
import io.github.oidcauth.DeviceFlow
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.SilentInteraction
import io.github.oidcauth.TokenStore
import io.github.oidcauth.testing.ScriptedLoginServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldBeSingleton
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldStartWith
import java.io.InputStream
import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import kotlin.concurrent.thread
import kotlin.io.path.createTempFile
import kotlin.io.path.inputStream
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/**
 * Resources that a process still holds after many logins and refreshes. Each build does a few; `-Dsoak.rounds=10000` does as
 * many, which gave the numbers in `docs/performance.md`.
 */
class SoakTest :
    FunSpec({
        test("many logins and refreshes leave no threads, file descriptors or memory behind") {
            SoakServers.start(SERVERS).use { servers ->
                val file = FileTokenStore(tempdir().toPath().resolve("tokens.json"))
                val configs = servers.urls.flatMap { configsFor(it, file) + configsFor(it, InMemoryTokenStore()) }
                val rounds = System.getProperty("soak.rounds", "$ROUNDS").toInt()
                val soak = soak(configs.size, rounds, timeout = 70.seconds)
                val result = soak.run { worker, round -> logIn(configs[worker], round) }
                println("$rounds logins and refreshes: $result")
                result.leaks.shouldBeEmpty()
            }
        }

        test("a thread that each round leaves behind is found") {
            val end = CountDownLatch(1)
            val result = leaking { thread { end.await() } }
            end.countDown()
            result.leaks.shouldBeSingleton { it shouldStartWith "threads" }
        }

        test("a file that each round leaves open is found") {
            val files = ConcurrentLinkedQueue<InputStream>()
            val path: Path = createTempFile(tempdir().toPath())
            val result = leaking { files += path.inputStream() }
            files.forEach { it.close() }
            result.leaks.shouldBeSingleton { it shouldStartWith "file descriptors" }
        }

        test("memory that each round keeps is found") {
            val memory = ConcurrentLinkedQueue<ByteArray>()
            val result = leaking { memory += ByteArray(LEAK_BYTES) }
            result.leaks.shouldBeSingleton { it shouldStartWith "heap" }
            memory.clear()
        }
    })

private const val SERVERS = 4
private const val ROUNDS = 64
private const val LEAK_BYTES = 128 * 1024

/** Less than one for every other of [ROUNDS]. Pools that the warm-up has not filled to the last may grow by as much. */
private val BOUNDS = ResourceUsage(threads = 24, descriptors = 24, heap = 2L * 1024 * 1024)

private fun soak(
    workers: Int,
    rounds: Int,
    timeout: Duration,
): Soak = Soak(workers, warmUp = 2 * workers, rounds, BOUNDS, timeout)

private suspend fun leaking(leak: () -> Unit): Soak.Result =
    soak(workers = 1, ROUNDS, timeout = 1.milliseconds).run { _, _ -> leak() }

/** An issuer with a client, and an application that knows its own, at one address. */
private fun configsFor(
    url: String,
    store: TokenStore,
): List<Config> {
    fun config(clientId: String?): Config =
        Config(url) {
            this.clientId = clientId
            this.store = store
            interaction = SilentInteraction
            browser = BrowserOpener(ReturningBrowser::open)
            interactive = true
            redirectPorts = listOf(0)
        }
    return listOf(config(ScriptedLoginServer.CLIENT_ID), config(clientId = null))
}

/** With the browser and on another device, in turn. */
private suspend fun logIn(
    config: Config,
    round: Int,
) {
    if (round % 2 == 0) {
        val token = CodeFlow(config).authenticate(force = true)
        CodeFlow(config).refresh().refreshToken shouldNotBe token.refreshToken
    } else {
        val token = DeviceFlow(config).authenticate(force = true, autoOpen = false)
        DeviceFlow(config).refresh().refreshToken shouldNotBe token.refreshToken
    }
}
