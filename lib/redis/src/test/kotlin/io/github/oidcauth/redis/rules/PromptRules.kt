// Tests PromptLeases and Scripts.
package io.github.oidcauth.redis.rules

import io.github.oidcauth.PromptHolder
import io.github.oidcauth.PromptLock
import io.github.oidcauth.StoreException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.redis.RedisTokenStore
import io.github.oidcauth.redis.TestRedis
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** Two who would ask a user for the same token. */
internal abstract class PromptRules(
    open: () -> TestRedis,
) : FunSpec() {
    private val server = lazy(open)
    private val stores = mutableListOf<RedisTokenStore>()
    private val key = TokenKey.of("https://h")

    private fun store(lease: Duration = 30.seconds) =
        RedisTokenStore(server.value.url) {
            timeout = 20.seconds
            this.lease = lease
        }.also { stores += it }

    private suspend fun RedisTokenStore.holder() = tryPromptLock(key).shouldBeInstanceOf<PromptLock.Busy>().holder

    init {
        beforeEach { server.value.command("FLUSHALL") }
        // A running renewal would restore the lease in the next test.
        afterEach {
            stores.forEach { it.close() }
            stores.clear()
        }
        afterSpec {
            if (server.isInitialized()) server.value.close()
        }

        test("the process that asks is named to the others, with process, machine and time") {
            store().tryPromptLock(key).shouldBeInstanceOf<PromptLock.Held>()
            val holder = store().holder()
            holder.processId shouldBe ProcessHandle.current().pid()
            holder.host.shouldNotBeNull()
            holder.since.shouldNotBeNull()
        }

        test("the lease is renewed until it is given back, and brought back when Redis has lost it") {
            val held = store(lease = 200.milliseconds).tryPromptLock(key).shouldBeInstanceOf<PromptLock.Held>()
            server.value.command("DEL $NAME") shouldBe ":1"
            eventually(20.seconds) { server.value.command("EXISTS $NAME") shouldBe ":1" }
            held.release()
            server.value.command("EXISTS $NAME") shouldBe ":0"
        }

        test("the lock of a killed process, which does not renew it, ends with its lease") {
            server.value.command("SET $NAME \"4711@node3 00 1700000000\" PX 300") shouldBe "+OK"
            val store = store()
            store.holder() shouldBe PromptHolder(4711, "node3", Instant.fromEpochSeconds(1_700_000_000))
            eventually(20.seconds) { store.tryPromptLock(key).shouldBeInstanceOf<PromptLock.Held>() }
        }

        test("a lock without end gets one, and a name that says nothing is none") {
            server.value.command("SET $NAME nonsense") shouldBe "+OK"
            val store = store(lease = 200.milliseconds)
            store.holder() shouldBe PromptHolder()
            eventually(20.seconds) { store.tryPromptLock(key).shouldBeInstanceOf<PromptLock.Held>() }
        }

        test("a store that is closed gives its prompt locks back, and takes none") {
            val store = store()
            store.tryPromptLock(key).shouldBeInstanceOf<PromptLock.Held>()
            store.close()
            server.value.command("EXISTS $NAME") shouldBe ":0"
            shouldThrow<StoreException> { store.tryPromptLock(key) }
        }
    }

    private companion object {
        const val NAME = "oidc-auth:prompt:{https://h}"
    }
}
