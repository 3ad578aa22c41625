package io.github.oidcauth.http

import io.kotest.matchers.ints.shouldBeLessThan
import io.kotest.matchers.shouldBe
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

private const val LARGE = 2 * 1024 * 1024

/** More than what clients read ahead. */
private const val REFUSAL = 256 * 1024

private fun octets(size: Int) = ByteArray(size) { (it * 31).toByte() }

internal val bodyChecks: List<ContractCheck> =
    listOf(
        ContractCheck("a body is sent again as it was") {
            tokens.revoke()
            val body = octets(LARGE)
            call("/x", method = "POST", body = body).statusCode shouldBe 200
            api.requestsTo("/x").map { it.body.contentEquals(body) } shouldBe listOf(true, true)
            api.requestsTo("/x").map { it.method } shouldBe listOf("POST", "POST")
        },
        ContractCheck("a body that can be sent only once is not sent again", ContractAbility.ONE_SHOT_BODIES) {
            tokens.revoke()
            val body = octets(1000)
            call("/x", method = "POST", body = body, isRepeatable = false).statusCode shouldBe 401
            api.requestsTo("/x").only().body.contentEquals(body) shouldBe true
            refusals.size shouldBe 1
        },
        ContractCheck("the next body that can be sent only once has another token", ContractAbility.ONE_SHOT_BODIES) {
            tokens.revoke()
            call("/x", method = "POST", body = octets(10), isRepeatable = false).statusCode shouldBe 401
            call("/x", method = "POST", body = octets(10), isRepeatable = false).statusCode shouldBe 200
            tokensTo("/x") shouldBe listOf(1, 2)
        },
        ContractCheck("a large response arrives whole after a retry") {
            tokens.revoke()
            api.on("/x") { api.accept(it, ResourceReply(200, body = ByteArray(LARGE) { 'x'.code.toByte() })) }
            call("/x").text.length shouldBe LARGE
        },
        ContractCheck("a response is returned before its end, after a retry too", ContractAbility.STREAMED_RESPONSES) {
            tokens.revoke()
            val read = CountDownLatch(1)
            api.on("/x") {
                api.accept(it, ResourceReply(200, body = "first\n".encodeToByteArray()) { read.await(5, TimeUnit.SECONDS) })
            }
            client.firstLine(ContractRequest("GET", "${api.origin}/x")) shouldBe "first"
            read.count shouldBe 1
            read.countDown()
        },
        ContractCheck("the refused response is closed, so that its connection serves again", ContractAbility.REUSED_CONNECTIONS) {
            val challenge = listOf("WWW-Authenticate" to ResourceServer.INVALID_TOKEN)
            api.on("/x") {
                if (it.number % 2 == 1) ResourceReply(401, challenge, octets(REFUSAL)) else api.accept(it)
            }
            repeat(20) {
                call("/x").statusCode shouldBe 200
            }
            api.requests.size shouldBe 40
            api.requests.map { it.connection }.toSet().size shouldBeLessThan 10
        },
    )
