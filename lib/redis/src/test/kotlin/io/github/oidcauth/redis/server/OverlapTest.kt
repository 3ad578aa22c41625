package io.github.oidcauth.redis.server

import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.redis.RedisTokenStore
import io.github.oidcauth.redis.rules.LockRules
import io.github.oidcauth.redis.rules.PromptRules
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import kotlin.time.Duration.Companion.seconds

internal class LocksTest : LockRules({ RedisServer() }) {
    init {
        requiresRedisServer()
    }
}

internal class PromptsTest : PromptRules({ RedisServer() }) {
    init {
        requiresRedisServer()
    }
}

/** Processes that want the same lock, one of which is stopped or killed. */
class OverlapTest : FunSpec() {
    private val server = lazy { RedisServer() }
    private val stores = mutableListOf<RedisTokenStore>()
    private val key = TokenKey.of("https://h")
    private val newer = Token("newer")

    private fun store(configure: RedisTokenStore.Builder.() -> Unit = {}) =
        RedisTokenStore(server.value.url) {
            // Of a machine that is busy.
            timeout = 20.seconds
            notices = StoreNotices { }
            configure()
        }.also { stores += it }

    init {
        requiresRedisServer()
        beforeEach { server.value.command("FLUSHALL") }
        afterSpec {
            stores.forEach { it.close() }
            if (server.isInitialized()) server.value.close()
        }

        test("a process that was stopped for longer than its lease cannot overwrite what came after") {
            val child = RedisChild.start("hold", server.value.url + "?lease=1&timeout=30", key.value)
            try {
                child.inputReader().let { lines ->
                    lines.readLine() shouldBe "held"
                    RedisServer.signal(child.pid(), "STOP")
                    val store = store { lockTimeout = 20.seconds }
                    store.withLock(key) { store.put(key, newer) }
                    RedisServer.signal(child.pid(), "CONT")
                    child.outputStream.close()
                    lines.readLine() shouldStartWith "refused: "
                    store.get(key) shouldBe newer
                }
            } finally {
                child.destroyForcibly()
            }
        }

        test("the lock of a process that was killed is free when its lease has ended") {
            val child = RedisChild.start("hold", server.value.url + "?lease=1&timeout=30", key.value)
            child.inputReader().readLine() shouldBe "held"
            child.destroyForcibly().waitFor()
            store { lockTimeout = 20.seconds }.withLock(key) { "inside" } shouldBe "inside"
        }
    }
}
