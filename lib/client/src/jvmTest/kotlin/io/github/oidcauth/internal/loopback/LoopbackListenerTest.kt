// Tests CallbackServer.
package io.github.oidcauth.internal.loopback

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.orSkip
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.booleans.shouldBeFalse
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.yield
import java.net.ConnectException
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds

class LoopbackListenerTest :
    FunSpec({
        test("the callback is redeemed, then the browser is told, then the caller") {
            listening { listener ->
                val code = codeOf(listener)
                val response = Visitor.ask(listener.port, trueCallback())
                response.status shouldBe "200"
                response shouldContain "You are signed in"
                code.await() shouldBe "the-code"
            }
        }

        test("a browser that takes localhost for ::1 comes back as well").config(enabledOrReasonIf = {
            LoopbackPort.machineHasIpv6().orSkip("Not on this machine: IPv6 on the loopback interface.")
        }) {
            listening { listener ->
                val code = codeOf(listener)
                Visitor.ask(listener.port, trueCallback(), address = Visitor.IPV6).status shouldBe "200"
                code.await() shouldBe "the-code"
            }
        }

        test("a callback that arrives before anybody waits is kept") {
            listening { listener ->
                Visitor.to(listener.port).use { early ->
                    early.send("GET ${trueCallback()} HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n")
                    early.finishSending()
                    val code = codeOf(listener)
                    early.read().status shouldBe "200"
                    code.await() shouldBe "the-code"
                }
            }
        }

        test("the browser is responded to only when the code is redeemed, and a repeated callback meanwhile is nobody's") {
            listening { listener ->
                var redeemed = 0
                val tokenArrives = CompletableDeferred<Unit>()
                val redeeming = CompletableDeferred<Unit>()
                val token =
                    async {
                        listener.await(listener.validator()) {
                            redeemed++
                            redeeming.complete(Unit)
                            tokenArrives.await()
                            "token"
                        }
                    }
                val first = async { Visitor.ask(listener.port, trueCallback()) }
                redeeming.await()
                repeat(3) { Visitor.ask(listener.port, trueCallback()).status shouldBe "404" }
                Visitor.ask(listener.port, "/callback?error=access_denied&state=$STATE_ENCODED").status shouldBe "404"
                first.isCompleted.shouldBeFalse()
                tokenArrives.complete(Unit)
                first.await() shouldContain "You are signed in"
                token.await() shouldBe "token"
                redeemed shouldBe 1
            }
        }

        test("an error of the server is shown and thrown at once") {
            listening { listener ->
                supervisorScope {
                    val code = codeOf(listener)
                    val response =
                        Visitor.ask(
                            listener.port,
                            "/callback?error=access_denied&" +
                                "error_description=Not+you%3Cscript%3Ealert%281%29%3C%2Fscript%3E&state=$STATE_ENCODED",
                        )
                    response.status shouldBe "400"
                    response shouldContain "Sign-in failed"
                    response shouldContain "Not you&lt;script&gt;alert(1)&lt;/script&gt;"
                    response shouldNotContain "<script"
                    shouldThrow<AuthorizationDeniedException> { code.await() }
                }
            }
        }

        test("when the code cannot be redeemed the browser is told why and the caller gets the error itself") {
            listening { listener ->
                val error = TimedOutException("The server <b>took</b> too long.")
                val caught =
                    async {
                        try {
                            listener.await(listener.validator()) { throw error }
                        } catch (e: AuthException) {
                            e
                        }
                    }
                Visitor.ask(listener.port, trueCallback()) shouldContain "The server &lt;b&gt;took&lt;/b&gt; too long."
                // Coroutines may wrap a copy around it when assertions are enabled.
                val it = caught.await()
                (it.cause ?: it) shouldBeSameInstanceAs error
            }
        }

        test("a mistake of the program is thrown, and the browser gets no page") {
            listening { listener ->
                supervisorScope {
                    val code = async { listener.await(listener.validator()) { error("a bug") } }
                    Visitor.to(listener.port).use {
                        it.send("GET ${trueCallback()} HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n")
                        it.readUntilGone() shouldBe ""
                    }
                    shouldThrow<IllegalStateException> { code.await() }.message shouldBe "a bug"
                }
            }
        }

        test("a browser that has hung up does not fail the login") {
            listening { listener ->
                Visitor.to(listener.port).use {
                    it.send("GET ${trueCallback()} HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n")
                }
                listener.await(listener.validator()) { it.code } shouldBe "the-code"
            }
        }

        test("a browser that never hangs up keeps the caller for no longer than the response's time") {
            listening(ConnectionLimits(responseTime = 100.milliseconds)) { listener ->
                Visitor.to(listener.port).use {
                    it.send("GET ${trueCallback()} HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n")
                    listener.await(listener.validator()) { found -> found.code } shouldBe "the-code"
                    it.read() shouldContain "You are signed in"
                }
            }
        }

        test("the listener stays until the browser has the page and hangs up") {
            listening(ConnectionLimits(responseTime = 1.hours)) { listener ->
                val code = codeOf(listener)
                Visitor.to(listener.port).use {
                    it.send("GET ${trueCallback()} HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n")
                    it.read() shouldContain "You are signed in"
                    Visitor.ask(listener.port, "/").status shouldBe "404"
                    code.isCompleted.shouldBeFalse()
                }
                code.await() shouldBe "the-code"
            }
        }

        test("further data of the browser does not cost it the page") {
            listening { listener ->
                val code = codeOf(listener)
                Visitor.to(listener.port).use {
                    it.send(
                        "GET ${trueCallback()} HTTP/1.1\r\nHost: localhost:${listener.port}\r\nContent-Length: 300000\r\n\r\n",
                    )
                    it.send("x".repeat(300_000))
                    it.finishSending()
                    it.read() shouldContain "You are signed in"
                }
                code.await() shouldBe "the-code"
            }
        }

        test("a late callback finds nobody") {
            val port =
                listening { listener ->
                    val code = codeOf(listener)
                    Visitor.ask(listener.port, trueCallback())
                    code.await()
                    listener.port
                }
            shouldThrow<ConnectException> { Visitor.ask(port, trueCallback()) }
        }

        test("cancelling the wait hangs up on everybody and the port is free at once") {
            listening { listener ->
                val waiting = codeOf(listener)
                Visitor.ask(listener.port, "/").status shouldBe "404"
                Visitor.to(listener.port).use { silent ->
                    waiting.cancelAndJoin()
                    listener.close()
                    silent.readUntilGone() shouldBe ""
                }
                LoopbackListeners(Dispatchers.IO).bind(listOf(listener.port)).close()
            }
        }

        test("cancelling while the code is redeemed hangs up on the browser") {
            listening { listener ->
                val redeeming = CompletableDeferred<Unit>()
                val login =
                    launch {
                        listener.await(listener.validator()) {
                            redeeming.complete(Unit)
                            awaitCancellation()
                        }
                    }
                Visitor.to(listener.port).use {
                    it.send("GET ${trueCallback()} HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n")
                    redeeming.await()
                    login.cancelAndJoin()
                    it.readUntilGone() shouldBe ""
                }
            }
        }

        test("closing a listener that somebody waits for ends the wait and frees the port at once") {
            listening { listener ->
                supervisorScope {
                    val waiting = codeOf(listener)
                    Visitor.ask(listener.port, "/").status shouldBe "404"
                    listener.close()
                    LoopbackListeners(Dispatchers.IO).bind(listOf(listener.port)).close()
                    shouldThrow<IllegalStateException> { waiting.await() }
                }
            }
        }

        test("a closed listener cannot be waited for") {
            listening { listener ->
                listener.close()
                shouldThrow<IllegalStateException> { listener.await(listener.validator()) { it.code } }
            }
        }

        test("a second login cannot wait for the same listener") {
            listening { listener ->
                val first = codeOf(listener)
                Visitor.ask(listener.port, "/").status shouldBe "404"
                supervisorScope { shouldThrow<IllegalStateException> { codeOf(listener).await() } }
                Visitor.ask(listener.port, trueCallback()).status shouldBe "200"
                first.await() shouldBe "the-code"
            }
        }

        test("after a failure the same listener can be waited for again") {
            listening { listener ->
                supervisorScope {
                    val refused = codeOf(listener)
                    Visitor.ask(listener.port, "/callback?error=access_denied&state=$STATE_ENCODED").status shouldBe "400"
                    shouldThrow<AuthorizationDeniedException> { refused.await() }
                    val accepted = codeOf(listener)
                    Visitor.ask(listener.port, trueCallback()).status shouldBe "200"
                    accepted.await() shouldBe "the-code"
                }
            }
        }

        test("waiting leaves the caller's thread free, and no thread of ours is left afterwards") {
            val pool = Executors.newCachedThreadPool()
            val dispatcher = pool.asCoroutineDispatcher()
            dispatcher.use {
                LoopbackListeners(dispatcher).bind(listOf(0)).use { listener ->
                    coroutineScope {
                        val waiting = codeOf(listener)
                        Visitor.ask(listener.port, "/").status shouldBe "404"
                        // The test's own thread goes round while the listener waits.
                        repeat(100) { yield() }
                        waiting.cancelAndJoin()
                        withClue("an interrupted wait is a cancellation") {
                            shouldThrow<CancellationException> { waiting.await() }
                        }
                    }
                }
            }
            // Closing the dispatcher interrupted nobody, so this would wait for a thread that still serves.
            pool.awaitTermination(20, TimeUnit.SECONDS) shouldBe true
        }
    })
