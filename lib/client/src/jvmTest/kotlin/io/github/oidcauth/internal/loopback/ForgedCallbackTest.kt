package io.github.oidcauth.internal.loopback

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.booleans.shouldBeFalse
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.CoroutineScope

class ForgedCallbackTest :
    FunSpec({
        suspend fun CoroutineScope.stillWaitsAfter(attack: suspend (CallbackListener) -> Unit) =
            listening { listener ->
                var redeemed = 0
                val code = codeOf(listener) { redeemed++ }
                attack(listener)
                withClue("nothing was redeemed so far") { redeemed shouldBe 0 }
                code.isCompleted.shouldBeFalse()
                Visitor.ask(listener.port, trueCallback("the-true-code")).status shouldBe "200"
                code.await() shouldBe "the-true-code"
            }

        suspend fun CoroutineScope.areRefused(
            targets: List<String>,
            method: String = "GET",
        ) = stillWaitsAfter { listener ->
            targets.forEach { withClue(it) { Visitor.ask(listener.port, it, method).status shouldBe "404" } }
        }

        test("callbacks without the state, with a wrong one or with two get 404, and waiting goes on") {
            areRefused(
                listOf(
                    "/callback",
                    "/callback?code=evil",
                    "/callback?code=evil&state=",
                    "/callback?code=evil&state=guess",
                    "/callback?code=evil&state=$STATE_ENCODED&state=$STATE_ENCODED",
                    "/callback?code=evil&state=guess&state=$STATE_ENCODED",
                    "/callback?code=evil&state=${STATE_ENCODED.dropLast(1)}",
                    "/callback?error=access_denied",
                    "/callback?error=access_denied&state=guess",
                    "/callback?code=%zz&state=$STATE_ENCODED",
                ),
            )
        }

        test(
            "the response of another login gets a page that names the waiting one, and nothing of it is repeated",
        ) {
            stillWaitsAfter { listener ->
                val response = Visitor.ask(listener.port, "/callback?code=evil-code&state=evil-state")
                response.status shouldBe "404"
                response shouldContain "<h1>Not the waiting login</h1>"
                response shouldContain "You can close this tab."
                withClue("this login has not failed, and another try would make one more") {
                    response shouldNotContain "failed</h1>"
                    response shouldNotContain "try again"
                }
                response shouldContain "The waiting login is the one at https://idp.example."
                response shouldNotContain "evil"
                Visitor.ask(listener.port, "/callback") shouldNotContain "login"
                Visitor.ask(listener.port, "/other?code=c&state=s") shouldNotContain "login"
            }
        }

        test("other paths, and other spellings of the path, get 404") {
            areRefused(
                listOf(
                    "/",
                    "/favicon.ico",
                    "/login",
                    "/callback/",
                    "//callback",
                    "/Callback",
                    "/%63allback",
                    "/callbac%6b",
                    "/./callback",
                    "/../callback",
                    "/x/../callback",
                    "/..%2fcallback",
                    "/callback%2f",
                    "/callback%00",
                    "/callback;x",
                    "/callback#",
                    "/callback/../../etc/passwd",
                    "/../../../../etc/passwd",
                    "*",
                    "callback",
                ).map { "$it?code=evil&state=$STATE_ENCODED" },
            )
        }

        test("an absolute-form target gets 404, whatever host it names") {
            areRefused(
                listOf("http://localhost", "http://evil.example", "https://localhost").map { it + trueCallback("evil") },
            )
        }

        test("other methods get 404") {
            listOf("POST", "PUT", "HEAD", "OPTIONS", "DELETE", "TRACE", "PROPFIND", "GETT").forEach {
                withClue(it) { areRefused(listOf(trueCallback("evil")), it) }
            }
        }

        test("a HEAD is responded to without a body") {
            stillWaitsAfter { Visitor.ask(it.port, trueCallback("evil"), "HEAD") shouldEndWith "\r\n\r\n" }
        }

        test(
            "a foreign, missing or repeated Host gets 404: a name that was rebound to this machine reads nothing",
        ) {
            stillWaitsAfter { listener ->
                listOf(
                    null,
                    "",
                    "evil.example",
                    "evil.example:${listener.port}",
                    "localhost",
                    "localhost:1",
                    "localhost:${listener.port}0",
                    "localhost.:${listener.port}",
                    "localhost.evil.example:${listener.port}",
                    "127.0.0.1.evil.example:${listener.port}",
                    "user@localhost:${listener.port}",
                    "0.0.0.0:${listener.port}",
                    "localhost:${listener.port}\r\nHost: localhost:${listener.port}",
                    "localhost:${listener.port}\r\nHost: evil.example",
                ).forEach { withClue(it) { Visitor.ask(listener.port, trueCallback("evil"), host = it).status shouldBe "404" } }
            }
        }

        test("every name of the loopback interface is accepted as Host") {
            listOf("localhost", "LocalHost", "127.0.0.1", "[::1]").forEach { name ->
                listening { listener ->
                    val code = codeOf(listener)
                    Visitor.ask(listener.port, trueCallback(), host = "$name:${listener.port}").status shouldBe "200"
                    code.await() shouldBe "the-code"
                }
            }
        }

        test("a request that is not HTTP/1 is refused, and nothing of it is repeated") {
            stillWaitsAfter { listener ->
                val host = "Host: localhost:${listener.port}"
                listOf(
                    "GET ${trueCallback("evil")}\r\n\r\n",
                    "GET ${trueCallback("evil")} HTTP/2.0\r\n$host\r\n\r\n",
                    "GET ${trueCallback("evil")} HTTP/1.1 \r\n$host\r\n\r\n",
                    "GET  ${trueCallback("evil")} HTTP/1.1\r\n$host\r\n\r\n",
                    "GET\t${trueCallback("evil")} HTTP/1.1\r\n$host\r\n\r\n",
                    "GET ${trueCallback("evil")} HTTP/1.1\r\nHost : localhost:${listener.port}\r\n\r\n",
                    "GET ${trueCallback("evil")} HTTP/1.1\r\nX: 1\r\n $host\r\n\r\n",
                    "GET ${trueCallback("evil")} HTTP/1.1\n$host\r\n\r\n",
                    "GET ${trueCallback("evil")} HTTP/1.1\r\n$host\u0000\r\n\r\n",
                    "GET ${trueCallback("evil")} HTTP/1.1\r\n$host\rX: 1\r\n\r\n",
                    "GET ${trueCallback("\u00ff")} HTTP/1.1\r\n$host\r\n\r\n",
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                    "\r\n\r\n",
                    " \r\n\r\n",
                    "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001",
                ).forEach { request ->
                    withClue(request) {
                        Visitor.to(listener.port).use {
                            it.send(request)
                            it.finishSending()
                            val response = it.readUntilGone()
                            response.status shouldBe "400"
                            response shouldNotContain "evil"
                        }
                    }
                }
            }
        }
    })
