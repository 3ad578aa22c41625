package io.github.oidcauth

import io.github.oidcauth.internal.tokenfile.locks.LockTimeouts
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Clock
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds

/** Everybody meets one expired token at once. A few processes in every build; `-Drace.processes=32` for many. */
class OneRefreshTest :
    FunSpec({
        val processes = System.getProperty("race.processes")?.toInt() ?: 4
        val coroutines = 200

        test(
            "$processes processes and $coroutines coroutines with one expired token send one refresh request, and get one token",
        ) {
            val path = tempdir("store").toPath().resolve("token-store.json")
            val notices = CopyOnWriteArrayList<String>()
            val store = FileTokenStore(path) { notices += it }
            RotatingServer().use { server ->
                val config =
                    Config(server.url) {
                        this.store = store
                        interaction = SilentInteraction
                    }
                store.put(
                    TokenKey.forHost(server.url),
                    Token("expired") {
                        expiresAt = Clock.System.now() - 1.hours
                        refreshToken = "refresh0"
                        refreshExpiresAt = Clock.System.now() + 1.days
                    },
                )
                // They find the token expired while somebody has the lock, and are let in together.
                val (children, here) =
                    coroutineScope {
                        val children = List(processes) { ChildProcess.start("authenticate", path, server.url) }
                        store.withLock(TokenKey.forHost(server.url)) {
                            children.forEach { it.line() shouldBe "asks" }
                            children to List(coroutines) { async(Dispatchers.Default) { authenticate(config).accessToken } }
                        }.let { (children, here) -> children to here.awaitAll() }
                    }
                // Before the token a child may have said something about logging.
                val tokens = here + children.map { it.finish().lines().last() }
                server.redeemed shouldBe listOf("refresh0")
                tokens.toSet() shouldBe setOf("access1")
                tokens shouldHaveSize processes + coroutines
                notices.shouldBeEmpty()
            }
        }

        test("a process that is overtaken before it has sent the refresh token does not send it when it wakes up") {
            val files = TokenFiles(tempdir("store").toPath().toRealPath())
            val impatient = files.store(lockTimeouts = LockTimeouts(key = 300.milliseconds))
            RotatingServer().use { server ->
                val key = TokenKey.forHost(server.url)
                impatient.put(
                    key,
                    Token("expired") {
                        expiresAt = Clock.System.now() - 1.hours
                        refreshToken = "refresh0"
                        refreshExpiresAt = Clock.System.now() + 1.days
                    },
                )
                ChildProcess.start("authenticate-slowly", files.path, server.url).use { child ->
                    child.line() shouldBe "has read"
                    child.signal("STOP")
                    val config =
                        Config(server.url) {
                            this.store = impatient
                            interaction = SilentInteraction
                        }
                    authenticate(config).accessToken shouldBe "access1"
                    files.notices.single() shouldContain "Process ${child.pid} holds it"
                    child.signal("CONT")
                    child.send("go on")
                    child.finish().lines().last() shouldBe "access1"
                }
                server.redeemed shouldBe listOf("refresh0")
                impatient.get(key)?.refreshToken shouldBe "refresh1"
            }
        }
    })
