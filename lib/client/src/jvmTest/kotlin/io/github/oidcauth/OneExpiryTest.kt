package io.github.oidcauth

import io.github.oidcauth.java.JavaTokenStore
import io.github.oidcauth.java.OidcAuth
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.ints.shouldBeLessThan
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.withContext
import java.lang.management.ManagementFactory
import java.util.concurrent.Callable
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours

/** Many callers of one process meet one expired token, on real threads, in each kind of store. */
class OneExpiryTest :
    FunSpec({
        class InJava : JavaTokenStore() {
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

        class Counting(
            private val store: TokenStore,
        ) : TokenStore by store {
            val locks = AtomicInteger()

            override suspend fun <T> withLock(
                key: TokenKey,
                action: suspend () -> T,
            ): T {
                locks.incrementAndGet()
                return store.withLock(key, action)
            }
        }

        /** Their tokens; each of the callers is to have asked before the server responds. */
        suspend fun meet(
            store: TokenStore,
            count: Int,
            callers: suspend (Config) -> List<Token>,
        ) {
            val counting = Counting(store)
            RotatingServer(latency = 2_000).use { server ->
                val config = Config.builder(server.url).store(counting).interaction(SilentInteraction).build()
                counting.put(
                    TokenKey.forHost(server.url),
                    Token("expired") {
                        expiresAt = Clock.System.now() - 1.hours
                        refreshToken = "refresh0"
                    },
                )
                val tokens = callers(config)
                tokens shouldHaveSize count
                tokens.map { it.accessToken }.toSet() shouldBe setOf("access1")
                server.redeemed shouldBe listOf("refresh0")
            }
            counting.locks.get() shouldBe 1
        }

        fun virtualThreads(): ExecutorService? =
            try {
                Executors::class.java.getMethod("newVirtualThreadPerTaskExecutor").invoke(null) as ExecutorService
            } catch (_: NoSuchMethodException) {
                null
            }

        fun together(
            threads: ExecutorService,
            count: Int,
            config: Config,
        ): List<Token> = threads.invokeAll(List(count) { Callable { OidcAuth.authenticate(config) } }).map { it.get() }

        val stores =
            mapOf<String, () -> TokenStore>(
                "memory" to { InMemoryTokenStore() },
                "a file" to { FileTokenStore(tempdir().toPath().resolve("tokens.json")) },
                "a store written in Java" to { InJava() },
            )
        for ((name, make) in stores) {
            test("10000 coroutines take one lock of $name, send one request, and have no thread each") {
                meet(make(), 10_000) { config ->
                    val threads = ManagementFactory.getThreadMXBean()
                    val before = threads.threadCount
                    threads.resetPeakThreadCount()
                    withContext(Dispatchers.Default) { List(10_000) { async { authenticate(config) } }.awaitAll() }
                        .also { threads.peakThreadCount - before shouldBeLessThan 200 }
                }
            }

            test("so do 200 threads, by the blocking facade, with $name") {
                val threads = Executors.newCachedThreadPool()
                try {
                    meet(make(), 200) { together(threads, 200, it) }
                } finally {
                    threads.shutdown()
                }
            }

            test("so do 10000 virtual threads with $name")
                .config(
                    enabledOrReasonIf = {
                        (virtualThreads() != null).orSkip("Not in this build: its Java has no virtual threads.")
                    },
                ) {
                    val threads = checkNotNull(virtualThreads())
                    try {
                        meet(make(), 10_000) { together(threads, 10_000, it) }
                    } finally {
                        threads.shutdown()
                    }
                }
        }
    })
