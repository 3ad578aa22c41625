package io.github.oidcauth.redis.server

import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.redis.LossyProxy
import io.github.oidcauth.redis.RedisTokenStore
import io.github.oidcauth.redis.WhenUnreachable
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** A Redis that is there, and does not take what it is told. */
class RefusalTest : FunSpec() {
    private val servers = mutableListOf<RedisServer>()
    private val stores = mutableListOf<RedisTokenStore>()
    private val told = CopyOnWriteArrayList<String>()
    private val key = TokenKey.of("https://h")

    private fun server(vararg options: String) = RedisServer { listOf("--port", "$it") + options }.also { servers += it }

    private fun store(
        url: String,
        configure: RedisTokenStore.Builder.() -> Unit = {},
    ) = RedisTokenStore(url) {
        timeout = 20.seconds
        notices = StoreNotices { told += it }
        configure()
    }.also { stores += it }

    init {
        requiresRedisServer()
        beforeEach { told.clear() }
        afterEach {
            stores.forEach { it.close() }
            stores.clear()
            servers.forEach { it.close() }
            servers.clear()
        }

        test("a Redis without memory goes on with what it has, and takes nothing new") {
            val server = server()
            val store = store(server.url)
            store.put(key, Token("before"))
            store.withLock(key) {
                server.command("CONFIG SET maxmemory 1") shouldBe "+OK"
                store.put(key, Token("bought"))
            }
            store.withLock(key) { store.put(key, Token("bought")) }
            store.get(key) shouldBe Token("bought")
            val another = TokenKey.of("https://another")
            shouldThrow<StoreException> { store.withLock(another) { error("inside") } }.message shouldContain "has no memory left"
            shouldThrow<StoreException> { store.put(another, Token("login")) }.message shouldContain "has no memory left"
            store.remove(key) shouldBe true
            store.get(key) shouldBe null
        }

        test("with memory of our own, a token that Redis has no room for is kept, and written when there is") {
            val server = server()
            val store = store(server.url) { whenUnreachable = WhenUnreachable.USE_MEMORY }
            server.command("CONFIG SET min-replicas-to-write 1") shouldBe "+OK"
            store.put(key, Token("bought"))
            told shouldHaveSize 1
            told.single() shouldContain "has too few replicas"
            server.command("CONFIG SET min-replicas-to-write 0") shouldBe "+OK"
            val other = store(server.url)
            eventually(20.seconds) { other.get(key) shouldBe Token("bought") }
        }

        test("a Redis that has become a replica is left for the one that has taken its place at the same address") {
            val (old, new) = server() to server()
            LossyProxy(old.port).use { proxy ->
                val store = store(proxy.url)
                store.put(key, Token("before"))
                store.withLock(key) {
                    new.command("REPLICAOF 127.0.0.1 ${old.port}") shouldBe "+OK"
                    eventually(20.seconds) { new.command("EXISTS oidc-auth:lease:{https://h}") shouldBe ":1" }
                    new.command("REPLICAOF NO ONE") shouldBe "+OK"
                    old.command("REPLICAOF 127.0.0.1 ${new.port}") shouldBe "+OK"
                    proxy.target = new.port
                    store.put(key, Token("after"))
                }
                store(new.url).get(key) shouldBe Token("after")
            }
        }

        test("a replica is an error that says so, in time") {
            val (master, replica) = server() to server()
            replica.command("REPLICAOF 127.0.0.1 ${master.port}") shouldBe "+OK"
            eventually(20.seconds) {
                val error = shouldThrow<StoreException> { store(replica.url) { timeout = 500.milliseconds }.put(key, Token("a")) }
                error.message shouldContain "is a replica, which cannot be written to. So it was for 500ms."
            }
        }

        test("a node of a cluster is refused, and told as that") {
            val node = server("--cluster-enabled", "yes")
            val store = store(node.url)
            listOf<suspend () -> Any?>({ store.get(key) }, { store.put(key, Token("a")) }, { store.withLock(key) { } }).forEach {
                shouldThrow<StoreException> { it() }.message shouldContain "is a node of a Redis Cluster"
            }
        }

        test("a connection has a name that its owner is known by") {
            val server = server()
            store(server.url).put(key, Token("a"))
            server.lines("CLIENT LIST").count { " name=oidc-auth " in it } shouldBe 1
        }
    }
}
