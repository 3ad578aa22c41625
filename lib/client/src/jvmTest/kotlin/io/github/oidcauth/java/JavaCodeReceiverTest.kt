package io.github.oidcauth.java

import io.github.oidcauth.BrowserLogin
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import java.io.IOException
import java.util.concurrent.CountDownLatch

class JavaCodeReceiverTest :
    FunSpec({
        val login = BrowserLogin("https://idp.example/authorize", "myapp:/callback", 0)

        fun receiver(action: (BrowserLogin) -> String?) =
            object : JavaCodeReceiver("myapp:/callback") {
                override fun awaitResponse(login: BrowserLogin): String? = action(login)
            }

        test("the response is that of the subclass, on a thread that may block") {
            var thread = Thread.currentThread()
            val given =
                receiver {
                    thread = Thread.currentThread()
                    it.redirectUri + "?code=c"
                }
            given.redirectUri shouldBe "myapp:/callback"
            given.receive(login) shouldBe "myapp:/callback?code=c"
            (thread === Thread.currentThread()) shouldBe false
            receiver { null }.receive(login) shouldBe null
        }

        test("a lambda does as well") {
            val given = JavaCodeReceiver.of("myapp:/callback") { it.redirectUri + "?code=c" }
            given.redirectUri shouldBe "myapp:/callback"
            given.receive(login) shouldBe "myapp:/callback?code=c"
        }

        test("an exception of the subclass is thrown") {
            shouldThrow<IOException> { receiver { throw IOException("no") }.receive(login) }
        }

        test("a subclass that waits is interrupted when the login is cancelled") {
            val waiting = CompletableDeferred<Unit>()
            var interrupted = false
            coroutineScope {
                val job =
                    launch(Dispatchers.Default) {
                        receiver {
                            waiting.complete(Unit)
                            try {
                                CountDownLatch(1).await()
                            } catch (e: InterruptedException) {
                                interrupted = true
                                throw e
                            }
                            null
                        }.receive(login)
                    }
                waiting.await()
                job.cancelAndJoin()
            }
            interrupted shouldBe true
        }
    })
