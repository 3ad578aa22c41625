package io.github.oidcauth

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import java.util.concurrent.CountDownLatch
import kotlin.time.Clock
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours

/** A process that is told to end while its refresh is under way, at a server that has used up the refresh token. */
class ShutdownTest :
    FunSpec({
        mapOf(
            "SIGTERM, where a hook was asked for," to "refresh-on-exit",
            "SIGTERM, where the program drains in a hook of its own," to "refresh-and-drain",
        ).forEach { (end, command) ->
            test("after $end the new token is in the file").config(enabledOrReasonIf = { onPosix() }) {
                val path = tempdir("store").toPath().resolve("token-store.json")
                val store = FileTokenStore(path)
                val mayRespond = CountDownLatch(1)
                RotatingServer(mayRespond = mayRespond).use { server ->
                    val key = TokenKey.forHost(server.url)
                    store.put(
                        key,
                        Token("expired") {
                            expiresAt = Clock.System.now() - 1.hours
                            refreshToken = "refresh0"
                            refreshExpiresAt = Clock.System.now() + 1.days
                        },
                    )
                    ChildProcess.start(command, path, server.url).use { child ->
                        server.awaitRequest()
                        child.signal("TERM")
                        // Before that it may have said something about logging.
                        generateSequence(child::line).first { it == "ending" }
                        mayRespond.countDown()
                        val (exitCode, lines) = child.end()
                        exitCode shouldBe 143
                        if (command == "refresh-and-drain") lines shouldContain "stored: true"
                    }
                    server.redeemed shouldBe listOf("refresh0")
                    store.get(key)?.refreshToken shouldBe "refresh1"
                }
            }
        }
    })
