package io.github.oidcauth.internal.dpop

import io.github.oidcauth.internal.addresses.HttpTarget
import io.github.oidcauth.internal.responses.RawResponse
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

class DPoPNoncesTest :
    FunSpec({
        fun target(host: String) = HttpTarget.of("https://$host.example/")

        fun respond(vararg values: String) = RawResponse(200, "", headers = mapOf("dpop-nonce" to values.toList()))

        test("each server has its own, and the newest counts") {
            val nonces = DPoPNonces()
            nonces[target("a")].shouldBeNull()
            nonces.learn(target("a"), "a-1")
            nonces.learn(target("b"), "b-1")
            nonces.learn(target("a"), "a-2")

            nonces[target("a")] shouldBe "a-2"
            nonces[target("b")] shouldBe "b-1"
            nonces[target("c")].shouldBeNull()
        }

        test("an invalid nonce does not replace the known one") {
            val nonces = DPoPNonces()
            nonces.learn(target("a"), "known")
            listOf(null, "", "a b", "a\"b", "a\\b", "a\u007f", "\u00e9", "a\nb", "x".repeat(DPoPNonces.MAX_LENGTH + 1)).forEach {
                nonces.learn(target("a"), it)
            }

            nonces[target("a")] shouldBe "known"
        }

        test("a nonce has 2048 characters at most") {
            DPoPNonces.of(respond("x".repeat(2048)))?.length shouldBe 2048
            DPoPNonces.of(respond("x".repeat(2049))).shouldBeNull()
        }

        test("all characters that a nonce may have are taken") {
            val all = ('!'..'~').filter { it != '"' && it != '\\' }.joinToString("")
            DPoPNonces.of(respond(all)) shouldBe all
        }

        test("a response with two nonces names none, and one without none either") {
            DPoPNonces.of(respond("a", "b")).shouldBeNull()
            DPoPNonces.of(respond()).shouldBeNull()
        }

        test("a hundred servers are remembered, those heard of last") {
            val nonces = DPoPNonces()
            (1..DPoPNonces.MAX_ORIGINS).forEach { nonces.learn(target("h$it"), "n$it") }
            nonces.learn(target("h1"), "again")
            nonces[target("h2")] shouldBe "n2"

            nonces.learn(target("new"), "n")

            nonces[target("h1")] shouldBe "again"
            nonces[target("h2")].shouldBeNull()
            nonces[target("h3")] shouldBe "n3"
            nonces[target("new")] shouldBe "n"
        }

        test("the nonces that many learn at once are all kept") {
            val nonces = DPoPNonces()
            coroutineScope {
                repeat(50) { launch(Dispatchers.Default) { nonces.learn(target("h$it"), "n$it") } }
            }

            (0 until 50).map { nonces[target("h$it")] } shouldBe (0 until 50).map { "n$it" }
        }
    })
