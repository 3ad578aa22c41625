// Tests LeaseManager and Scripts.
package io.github.oidcauth.redis.rules

import io.github.oidcauth.HeldLock
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.redis.LossyProxy
import io.github.oidcauth.redis.RedisTokenStore
import io.github.oidcauth.redis.TestRedis
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.measureTime

/** Two who want the same lock, or hold it at once. */
internal abstract class LockRules(
    open: () -> TestRedis,
) : FunSpec() {
    private val server = lazy(open)
    private val stores = mutableListOf<RedisTokenStore>()
    private val key = TokenKey.of("https://h")
    private val newer = Token("newer")

    private fun store(
        url: String = server.value.url,
        configure: RedisTokenStore.Builder.() -> Unit = {},
    ) = RedisTokenStore(url) {
        // Of a machine that is busy.
        timeout = 20.seconds
        notices = StoreNotices { }
        configure()
    }.also { stores += it }

    /** Runs [then] while [holder] is in a lock that Redis has given up, as happens to who is not heard of. */
    private suspend fun afterLosingTheLease(
        holder: RedisTokenStore,
        then: suspend () -> Unit,
        write: suspend () -> Unit,
    ) = holder.withLock(key) {
        server.value.command("DEL oidc-auth:lease:{https://h}") shouldBe ":1"
        then()
        write()
    }

    init {
        beforeEach { server.value.command("FLUSHALL") }
        afterSpec {
            stores.forEach { it.close() }
            if (server.isInitialized()) server.value.close()
        }

        test("two stores exclude each other, and who waits gets in soon after the other has left") {
            val (first, second) = store() to store()
            coroutineScope {
                val inside = CompletableDeferred<Unit>()
                val end = CompletableDeferred<Unit>()
                launch {
                    first.withLock(key) {
                        inside.complete(Unit)
                        end.await()
                    }
                }
                inside.await()
                val waiting = async { second.withLock(key) { "inside" } }
                shouldThrow<StoreException> { store { lockTimeout = 200.milliseconds }.withLock(key) { error("inside") } }
                waiting.isCompleted shouldBe false
                end.complete(Unit)
                measureTime { waiting.await() shouldBe "inside" } shouldBeLessThan 5.seconds
            }
        }

        test("a caller that waits in vain gets the name of the process that holds the lock") {
            store().withLock(key) {
                val impatient = store { lockTimeout = 100.milliseconds }
                val error = shouldThrow<StoreException> { impatient.withLock(key) { error("inside") } }
                error.message shouldContain "by the process ${ProcessHandle.current().pid()}@"
            }
        }

        test("patience ends for who waits for this very process, too") {
            val store = store { lockTimeout = 100.milliseconds }
            store.withLock(key) {
                shouldThrow<StoreException> { store.withLock(key) { error("inside") } }.message shouldContain
                    "locked by this process"
            }
            store.withLock(key) { "again" } shouldBe "again"
        }

        test("a lease is renewed for as long as its holder lives") {
            val patient = store { lease = 1.seconds }
            patient.withLock(key) {
                val other = store { lockTimeout = 3.seconds }
                shouldThrow<StoreException> { other.withLock(key) { error("inside") } }
                patient.put(key, Token("still mine"))
            }
            store().get(key) shouldBe Token("still mine")
        }

        test("a holder whose lease has ended, and that nobody has overtaken, still writes") {
            val holder = store()
            afterLosingTheLease(holder, then = {}) { holder.put(key, newer) }
            store().get(key) shouldBe newer
        }

        test("a holder that was overtaken cannot write over what the other has written") {
            val (holder, other) = store() to store()
            afterLosingTheLease(holder, then = { other.withLock(key) { other.put(key, newer) } }) {
                shouldThrow<StoreException> { holder.put(key, Token("older")) }.message shouldContain
                    "another process has written a newer one"
                shouldThrow<StoreException> { holder.remove(key) }
            }
            other.get(key) shouldBe newer
        }

        test("a holder that was overtaken still writes what it has bought until the other has written, who has the last word") {
            val (holder, other) = store() to store()
            afterLosingTheLease(
                holder,
                then = {
                    other.withLock(key) {
                        holder.put(key, Token("bought"))
                        other.get(key) shouldBe Token("bought")
                        other.put(key, newer)
                    }
                },
            ) {
                shouldThrow<StoreException> { holder.put(key, Token("older")) }
            }
            other.get(key) shouldBe newer
        }

        test(
            "a holder can check its lock; an expired lease that no other process has taken is its own again",
        ) {
            val (holder, other) = store() to store()

            suspend fun isHeld() = checkNotNull(currentCoroutineContext()[HeldLock]).isHeld()
            afterLosingTheLease(
                holder,
                then = {
                    isHeld() shouldBe true
                    server.value.command("EXISTS oidc-auth:lease:{https://h}") shouldBe ":1"
                    server.value.command("DEL oidc-auth:lease:{https://h}")
                    other.withLock(key) { isHeld() shouldBe true }
                },
            ) {
                isHeld() shouldBe false
            }
        }

        test("a token that the one who came after has removed does not come back") {
            val (holder, other) = store() to store()
            holder.put(key, Token("before"))
            afterLosingTheLease(holder, then = { other.withLock(key) { other.remove(key) shouldBe true } }) {
                shouldThrow<StoreException> { holder.put(key, Token("older")) }
            }
            other.get(key) shouldBe null
        }

        test("an overtaken holder does not release the lock of the other") {
            val (holder, other) = store() to store()
            val third = store { lockTimeout = 100.milliseconds }
            coroutineScope {
                val overtaken = CompletableDeferred<Unit>()
                val end = CompletableDeferred<Unit>()
                var overtaker: kotlinx.coroutines.Job? = null
                holder.withLock(key) {
                    server.value.command("DEL oidc-auth:lease:{https://h}")
                    overtaker =
                        launch {
                            other.withLock(key) {
                                overtaken.complete(Unit)
                                end.await()
                            }
                        }
                    overtaken.await()
                }
                shouldThrow<StoreException> { third.withLock(key) { error("inside") } }
                end.complete(Unit)
                overtaker?.join()
            }
        }

        test("a token that was put without the lock, as after a login, is not replaced by an older refresh") {
            val (holder, other) = store() to store()
            holder.withLock(key) {
                other.put(key, newer)
                shouldThrow<StoreException> { holder.put(key, Token("older")) }
            }
            other.get(key) shouldBe newer
        }

        test("a token that was removed meanwhile does not come back by a refresh") {
            val (holder, other) = store() to store()
            holder.put(key, Token("before"))
            holder.withLock(key) {
                other.remove(key) shouldBe true
                shouldThrow<StoreException> { holder.put(key, Token("refreshed")) }
            }
            other.keys() shouldBe emptySet()
        }

        test("a lock inside of another one writes by the right claim to each key") {
            val store = store()
            val second = TokenKey.of("https://second")
            store.withLock(key) {
                store.withLock(second) {
                    store.put(key, newer)
                    store.put(second, newer)
                }
            }
            store.keys() shouldBe setOf(key, second)
        }

        test("a wait for the lock that is cancelled leaves no lease behind") {
            val (first, second) = store() to store()
            coroutineScope {
                repeat(20) { round ->
                    val job = launch { second.withLock(key) { } }
                    kotlinx.coroutines.delay(round.milliseconds)
                    job.cancel()
                    job.join()
                }
            }
            eventually(30.seconds) { server.value.command("EXISTS oidc-auth:lease:{https://h}") shouldBe ":0" }
            first.withLock(key) { "inside" } shouldBe "inside"
        }

        test("a login that is sent again, as its response was lost, does not overwrite what another has made of it meanwhile") {
            val other = store()
            LossyProxy(server.value.port).use { proxy ->
                val here = store(proxy.url)
                here.put(key, Token("expired"))
                proxy.loseResponseTo("'EXISTS'") { runBlocking { other.withLock(key) { other.put(key, newer) } } }
                shouldThrow<StoreException> { here.put(key, Token("login")) }.message shouldContain
                    "another process has written a newer one"
                other.get(key) shouldBe newer
            }
        }

        test("a login that is sent again is written once, when nobody has come") {
            LossyProxy(server.value.port).use { proxy ->
                val here = store(proxy.url)
                here.put(key, Token("expired"))
                proxy.loseResponseTo("'EXISTS'") { }
                here.put(key, Token("login"))
                here.get(key) shouldBe Token("login")
            }
        }

        test("a lock whose response was lost is ours all the same") {
            LossyProxy(server.value.port).use { proxy ->
                val here = store(proxy.url)
                here.get(key)
                proxy.loseResponseTo("'PTTL'") { }
                here.withLock(key) { here.put(key, newer) }
                here.get(key) shouldBe newer
            }
        }

        test("a fence that Redis has lost or thrown out lets nobody overwrite what is newer") {
            val (holder, other) = store() to store()
            afterLosingTheLease(
                holder,
                then = {
                    other.withLock(key) { other.put(key, newer) }
                    server.value.command("DEL oidc-auth:fence:{https://h}") shouldBe ":1"
                },
            ) {
                shouldThrow<StoreException> { holder.put(key, Token("older")) }
            }
            other.get(key) shouldBe newer
        }

        test("an invalid value in place of a fence prevents neither writes nor growing claims") {
            val (store, other) = store() to store()
            listOf(
                "SET %s hunter2",
                "SET %s 9e999/nan",
                "SET %s 99999999999999999999/99999999999999999999",
                "SET %s -1/-1",
                "LPUSH %s 1",
            ).forEach { command ->
                server.value.command("DEL oidc-auth:fence:{https://h}")
                server.value.command(command.format("oidc-auth:fence:{https://h}"))
                store.put(key, Token(command))
                other.get(key) shouldBe Token(command)
                afterLosingTheLease(store, then = { other.withLock(key) { other.put(key, newer) } }) {
                    shouldThrow<StoreException> { store.put(key, Token("older")) }
                }
            }
        }

        test("a claim is newer than the last one, wherever the server's clock has gone") {
            val store = store()
            server.value.command("SET oidc-auth:fence:{https://h} 2000000000000000/1") shouldBe "+OK"
            store.withLock(key) { store.put(key, newer) }
            server.value.command("GET oidc-auth:fence:{https://h}") shouldBe "2000000000000001/2000000000000001"
            server.value.command("DEL oidc-auth:fence:{https://h}")
            store.withLock(key) { }
            server.value.command("GET oidc-auth:fence:{https://h}") shouldBe "2000000000000002/2000000000000001"
        }

        test("a lock that would stay for ever ends with the next lease, and is not asked for without a pause") {
            server.value.command("SET oidc-auth:lease:{https://h} somebody") shouldBe "+OK"
            val before = server.value.commands
            store {
                lease = 1.seconds
                lockTimeout = 20.seconds
            }.withLock(key) { "inside" } shouldBe "inside"
            server.value.commands - before shouldBeLessThan 100
        }

        test("a caller that waits for a lock checks it a few times a second") {
            store().withLock(key) {
                val before = server.value.commands
                shouldThrow<StoreException> { store { lockTimeout = 1.seconds }.withLock(key) { error("inside") } }
                server.value.commands - before shouldBeLessThan 50
            }
        }
    }
}
