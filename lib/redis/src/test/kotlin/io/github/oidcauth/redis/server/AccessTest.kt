package io.github.oidcauth.redis.server

import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.redis.RedisTokenStore
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

/** Users of Redis, and what they are allowed. */
class AccessTest : FunSpec() {
    private val server = lazy { RedisServer() }
    private val key = TokenKey.of("https://h")

    /** The rules of `docs/fleet-store.md`. */
    private val rules =
        "~oidc-auth:* resetchannels -@all +hello +auth +ping +select +scan +getrange " +
            "+eval +get +set +del +exists +pexpire +pttl +time"

    private fun urlOf(credentials: String) = "redis://$credentials@127.0.0.1:${server.value.port}"

    init {
        requiresRedisServer()
        beforeSpec {
            server.value.command("ACL SETUSER worker on >s/e:cret% $rules") shouldBe "+OK"
            server.value.command("ACL SETUSER reader on >secret ~oidc-auth:* -@all +hello +auth +ping +getrange") shouldBe "+OK"
            server.value.command("ACL SETUSER other on >secret ~other:* +@all") shouldBe "+OK"
        }
        afterSpec { if (server.isInitialized()) server.value.close() }

        test("a user with the rules of the documentation can do everything, in a database of its own") {
            RedisTokenStore(urlOf("worker:s%2Fe%3Acret%25") + "/5").use { store ->
                store.put(key, Token("access"))
                store.withLock(key) { store.put(key, Token("refreshed")) }
                store.get(key) shouldBe Token("refreshed")
                store.entries().map { it.key } shouldBe listOf(key)
                store.remove(key) shouldBe true
                store.put(key, Token("access"))
                store.clear()
                store.keys() shouldBe emptySet()
            }
        }

        test("a wrong password, or none, is an error at once, and is not repeated") {
            listOf(urlOf("worker:hunter2"), urlOf("nobody:hunter2")).forEach { url ->
                RedisTokenStore(url).use { store ->
                    val error = shouldThrow<StoreException> { store.get(key) }
                    error.message shouldContain "does not accept the user name and password"
                    error.stackTraceToString() shouldNotContain "hunter2"
                }
            }
        }

        test("a user that may not write is told so") {
            RedisTokenStore(urlOf("reader:secret")).use { store ->
                store.get(key) shouldBe null
                shouldThrow<StoreException> { store.put(key, Token("a")) }.message shouldContain "does not allow this user"
                shouldThrow<StoreException> { store.withLock(key) { error("inside") } }.message shouldContain
                    "does not allow this user"
            }
        }

        test("a user of other keys reads nothing") {
            RedisTokenStore(urlOf("other:secret")).use { store ->
                shouldThrow<StoreException> { store.get(key) }.message shouldContain "does not allow this user"
            }
        }
    }
}
