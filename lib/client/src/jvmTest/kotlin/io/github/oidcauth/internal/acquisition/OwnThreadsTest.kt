package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenListener
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.internal.interaction.InteractionChannel
import io.github.oidcauth.internal.interaction.TokenEvents
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainOnly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.TimeSource

/** Code of the program runs on threads that it may block, and calls that must not overlap do not. On real threads. */
class OwnThreadsTest :
    FunSpec({
        val key = TokenKey.of("https://h.example")

        test("an interaction is called one call at a time for one login, though the dispatcher has many threads") {
            val threads = Executors.newFixedThreadPool(8).asCoroutineDispatcher()
            val inside = AtomicInteger()
            val most = AtomicInteger()
            val calls = AtomicInteger()
            val interaction =
                object : UserInteraction {
                    override fun showDeviceCode(code: DeviceCode) = Unit

                    override fun showBrowserLogin(login: BrowserLogin) = Unit

                    override fun warn(message: String) {
                        most.accumulateAndGet(inside.incrementAndGet(), ::maxOf)
                        repeat(1_000) { Thread.onSpinWait() }
                        Thread.yield()
                        inside.decrementAndGet()
                        calls.incrementAndGet()
                    }
                }
            threads.use {
                val channel = InteractionChannel(interaction, threads, TimeSource.Monotonic)
                withContext(Dispatchers.Default) {
                    repeat(500) {
                        launch { channel.call { warn("Mind it.") } }
                        launch { channel.callOrNull { warn("Mind it.") } }
                    }
                }
            }
            calls.get() shouldBe 1_000
            most.get() shouldBe 1
        }

        test("a listener is called on a thread of the dispatcher, never on the caller's") {
            val threads = Executors.newFixedThreadPool(2) { Thread(it, "may-block") }.asCoroutineDispatcher()
            val seen = CopyOnWriteArrayList<String>()
            val listener =
                object : TokenListener {
                    override fun tokensObtained(
                        key: TokenKey,
                        token: Token,
                    ) {
                        seen += Thread.currentThread().name.substringBefore(" @")
                    }

                    override fun refreshTokenRotated(
                        key: TokenKey,
                        old: Token?,
                        new: Token,
                    ): Unit = tokensObtained(key, new)

                    override fun refreshTokenRemoved(
                        key: TokenKey,
                        old: Token,
                    ): Unit = tokensObtained(key, old)
                }
            threads.use {
                val events = TokenEvents(key, listener, threads) {}
                val caller = Thread.currentThread().name
                coroutineScope {
                    events.notifyObtained(Token("a"))
                    events.notifyRotated(null, Token("b"))
                    events.notifyRemoved(Token("c"))
                }
                seen shouldNotContain caller
            }
            seen shouldHaveSize 3
            seen shouldContainOnly setOf("may-block")
        }
    })
