package io.github.oidcauth.internal.loopback

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.oauth2.ResponseMode
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.booleans.shouldBeFalse
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.supervisorScope
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds

private const val TYPE = "Content-Type: application/x-www-form-urlencoded"

/** A POST as browsers send it, `OAuth 2.0 Form Post Response Mode`. */
private fun post(
    port: Int,
    form: String,
    target: String = "/callback",
    host: String = "localhost:$port",
    headers: List<String> = listOf(TYPE, "Content-Length: ${form.length}"),
): String = (listOf("POST $target HTTP/1.1", "Host: $host") + headers).joinToString("\r\n", postfix = "\r\n\r\n") + form

private suspend fun responseTo(
    port: Int,
    request: String,
): String =
    Visitor.to(port).use {
        it.send(request)
        it.read()
    }

class PostedCallbackTest :
    FunSpec({
        suspend fun CoroutineScope.stillWaitsAfter(
            limits: ConnectionLimits = ConnectionLimits(),
            attack: suspend (CallbackListener) -> Unit,
        ) = listening(limits) { listener ->
            var redeemed = 0
            val code = codeOf(listener, ResponseMode.FORM_POST) { redeemed++ }
            attack(listener)
            withClue("nothing was redeemed so far") { redeemed shouldBe 0 }
            code.isCompleted.shouldBeFalse()
            responseTo(listener.port, post(listener.port, trueForm("the-true-code"))).status shouldBe "200"
            code.await() shouldBe "the-true-code"
        }

        test("a posted response that nobody asked for gets 404, and its body is not read") {
            listening(ConnectionLimits(requestTime = 1.hours)) { listener ->
                val code = codeOf(listener)
                responseTo(listener.port, post(listener.port, trueForm("evil"))).status shouldBe "404"
                // Responded to though its body never comes.
                val half = post(listener.port, "", headers = listOf(TYPE, "Content-Length: 1000"))
                responseTo(listener.port, half).status shouldBe "404"
                Visitor.ask(listener.port, trueCallback()).status shouldBe "200"
                code.await() shouldBe "the-code"
            }
        }

        test("a posted response that was asked for is redeemed, and the browser is told") {
            listening { listener ->
                val code = codeOf(listener, ResponseMode.FORM_POST)
                val form = "session_state=x&" + trueForm("a%2Bb+c") + "&iss=https%3A%2F%2Fidp.example"
                val response = responseTo(listener.port, post(listener.port, form))
                response.status shouldBe "200"
                response shouldContain "You are signed in"
                code.await() shouldBe "a+b c"
            }
        }

        test("a posted error is shown and thrown") {
            listening { listener ->
                supervisorScope {
                    val code = codeOf(listener, ResponseMode.FORM_POST)
                    val form = "error=access_denied&error_description=No%3Cb%3E&state=$STATE_ENCODED"
                    val response = responseTo(listener.port, post(listener.port, form))
                    response.status shouldBe "400"
                    response shouldContain "No&lt;b&gt;"
                    shouldThrow<AuthorizationDeniedException> { code.await() }
                }
            }
        }

        test("a server that pays no heed to the mode is understood too") {
            listening { listener ->
                val code = codeOf(listener, ResponseMode.FORM_POST)
                Visitor.ask(listener.port, trueCallback()).status shouldBe "200"
                code.await() shouldBe "the-code"
            }
        }

        test("forged forms get 404, and waiting goes on") {
            stillWaitsAfter { listener ->
                listOf(
                    "",
                    "code=evil",
                    "code=evil&state=",
                    "code=evil&state=guess",
                    "error=access_denied",
                    "error=access_denied&state=guess",
                    trueForm("evil") + "&state=$STATE_ENCODED",
                    trueForm("evil").dropLast(1),
                    trueForm("%zz"),
                    trueForm("a\u0000b"),
                    trueForm("a\u00ffb"),
                    trueForm("a b"),
                    trueForm("a\r\nb"),
                ).forEach { withClue(it) { responseTo(listener.port, post(listener.port, it)).status shouldBe "404" } }
            }
        }

        test("a form for another path, with a query, or from a foreign name gets 404") {
            stillWaitsAfter { listener ->
                listOf(
                    "/",
                    "/callback/",
                    "/callback?",
                    "/callback?x=1",
                    "/callback?${trueForm("evil")}",
                    "/%63allback",
                    "//callback",
                )
                    .forEach {
                        val request = post(listener.port, trueForm("evil"), target = it)
                        withClue(it) { responseTo(listener.port, request).status shouldBe "404" }
                    }
                listOf("evil.example", "localhost", "localhost:1", "127.0.0.1.evil.example:${listener.port}").forEach {
                    val request = post(listener.port, trueForm("evil"), host = it)
                    withClue(it) { responseTo(listener.port, request).status shouldBe "404" }
                }
            }
        }

        test("a body that is no form, or whose length is not known, is not read") {
            stillWaitsAfter(ConnectionLimits(requestTime = 1.hours)) { listener ->
                val form = trueForm("evil")
                val length = "Content-Length: ${form.length}"
                listOf(
                    listOf(length),
                    listOf(TYPE),
                    listOf("Content-Type: text/plain", length),
                    listOf("Content-Type: multipart/form-data; boundary=x", length),
                    listOf("Content-Type: application/x-www-form-urlencodedx", length),
                    listOf(TYPE, TYPE, length),
                    listOf(TYPE, length, length),
                    listOf(TYPE, length, "Content-Length: 1"),
                    listOf(TYPE, "Content-Length: -1"),
                    listOf(TYPE, "Content-Length: +${form.length}"),
                    listOf(TYPE, "Content-Length: 0x10"),
                    listOf(TYPE, "Content-Length: ${form.length}, ${form.length}"),
                    listOf(TYPE, "Content-Length: 99999999999999999999"),
                    listOf(TYPE, "Content-Length: ٣"),
                    listOf(TYPE, length, "Transfer-Encoding: chunked"),
                    listOf(TYPE, length, "transfer-encoding: identity"),
                ).forEach {
                    withClue(it) { responseTo(listener.port, post(listener.port, form, headers = it)).status shouldBe "404" }
                }
            }
        }

        test("a form of 64 KiB is read, and of one byte more is not") {
            val limit = ConnectionLimits().formBytes
            limit shouldBe 65_536
            stillWaitsAfter(ConnectionLimits(requestTime = 1.hours)) { listener ->
                val tooLong = trueForm("evil") + "&pad="
                val request = post(listener.port, tooLong.padEnd(limit + 1, 'x'))
                Visitor.to(listener.port).use {
                    it.takes(request)
                    it.readUntilGone().status shouldBe "404"
                }
            }
            listening { listener ->
                val code = codeOf(listener, ResponseMode.FORM_POST)
                val form = (trueForm() + "&pad=").padEnd(limit, 'x')
                responseTo(listener.port, post(listener.port, form)).status shouldBe "200"
                code.await() shouldBe "the-code"
            }
        }

        test("a form that comes a byte at a time is read, and nothing behind its end") {
            listening { listener ->
                val code = codeOf(listener, ResponseMode.FORM_POST)
                Visitor.to(listener.port).use { browser ->
                    val form = trueForm()
                    val type = "content-TYPE:application/X-WWW-Form-urlencoded ; charset=UTF-8"
                    post(listener.port, "", headers = listOf(type, "Content-length:  ${form.length} ")).forEach {
                        browser.send(it.toString())
                    }
                    form.dropLast(1).forEach { browser.send(it.toString()) }
                    browser.send(form.last() + "&state=other\r\n")
                    browser.finishSending()
                    browser.read().status shouldBe "200"
                }
                code.await() shouldBe "the-code"
            }
        }

        test("a form that never ends, or ends early, holds nobody up") {
            stillWaitsAfter(ConnectionLimits(requestTime = 1.hours)) { listener ->
                val half = post(listener.port, "code=evil", headers = listOf(TYPE, "Content-Length: 100"))
                val silent = List(50) { Visitor.to(listener.port).apply { send(half) } }
                Visitor.to(listener.port).use {
                    it.send(half)
                    it.finishSending()
                    it.readUntilGone() shouldBe ""
                }
                silent.forEach { it.close() }
            }
        }

        test("a form that is not there in time is hung up on") {
            stillWaitsAfter(ConnectionLimits(requestTime = 300.milliseconds)) { listener ->
                Visitor.to(listener.port).use {
                    it.send(post(listener.port, "code=evil", headers = listOf(TYPE, "Content-Length: 100")))
                    it.readUntilGone() shouldBe ""
                }
            }
        }
    })
