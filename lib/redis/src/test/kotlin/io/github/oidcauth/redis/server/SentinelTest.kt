package io.github.oidcauth.redis.server

import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.redis.RedisTokenStore
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Two servers, and three sentinels that watch them. */
class SentinelTest : FunSpec() {
    private val servers = mutableListOf<RedisServer>()
    private val stores = mutableListOf<RedisTokenStore>()
    private val key = TokenKey.of("https://h")

    private fun server() = RedisServer().also { servers += it }

    private fun sentinel(master: RedisServer) =
        RedisServer(
            isSentinel = true,
            options = { port ->
                val file = tempdir().toPath().resolve("sentinel.conf")
                file.writeText(
                    "port $port\nsentinel monitor tokens 127.0.0.1 ${master.port} 2\n" +
                        "sentinel down-after-milliseconds tokens 1000\nsentinel failover-timeout tokens 5000\n",
                )
                listOf("$file", "--sentinel")
            },
        ).also { servers += it }

    private fun store(url: String) = RedisTokenStore(url).also { stores += it }

    init {
        requiresRedisServer()
        afterSpec {
            stores.forEach { it.close() }
            servers.forEach { it.close() }
        }

        test("when the server has died, the one that takes its place is found, and who holds a lock writes there") {
            val master = server()
            val replica = server()
            replica.command("REPLICAOF 127.0.0.1 ${master.port}") shouldBe "+OK"
            val sentinels = List(3) { sentinel(master) }
            val places = sentinels.joinToString(",") { "127.0.0.1:${it.port}" }
            // Each of them knows the two others, and the replica: else nobody would be elected.
            eventually(1.minutes) {
                sentinels.forEach { sentinel ->
                    val facts = sentinel.lines("SENTINEL MASTER tokens").filterNot { it.startsWith("$") || it.startsWith("*") }
                    val known = facts.chunked(2).associate { (name, value) -> name to value }
                    known["num-other-sentinels"] shouldBe "2"
                    known["num-slaves"] shouldBe "1"
                }
            }
            val store = store("redis-sentinel://$places?plaintext=allowed&timeout=30#tokens")
            store.put(key, Token("before"))
            store.withLock(key) {
                eventually(20.seconds) { replica.command("EXISTS oidc-auth:lease:{https://h}") shouldBe ":1" }
                master.kill()
                eventually(1.minutes) { store.put(key, Token("after")) }
            }
            store(replica.url).get(key) shouldBe Token("after")
        }

        test("a name that the sentinels do not know is an error in time") {
            val sentinel = sentinel(server())
            val store = store("redis-sentinel://127.0.0.1:${sentinel.port}?plaintext=allowed&timeout=0.5#other")
            shouldThrow<StoreException> { store.get(key) }.message shouldContain "127.0.0.1:${sentinel.port}/0#other"
        }
    }
}
