// Tests AccessTokenSender.
package io.github.oidcauth.http

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO
import io.ktor.client.plugins.sse.SSE
import io.ktor.client.plugins.sse.sse
import kotlinx.coroutines.flow.first

/** Sessions that begin with a request. The handshake of WebSockets is in [KtorPluginsTest]. */
class KtorSessionsTest :
    FunSpec({
        test("a request for server-sent events has a token, and a new one after a 401") {
            val tokens = ContractTokens()
            ResourceServer(tokens, isApi = true).use { api ->
                api.on("/events") {
                    val events = "data: hello\n\n".encodeToByteArray()
                    api.accept(it, ResourceReply(200, listOf("Content-Type" to "text/event-stream"), events))
                }
                val client =
                    HttpClient(CIO) {
                        install(SSE)
                        install(AccessTokens) {
                            this.tokens = tokens
                            origin(api.origin)
                        }
                    }
                client.use {
                    tokens.revoke()
                    var text: String? = null
                    it.sse("${api.origin}/events") { text = incoming.first().data }
                    text shouldBe "hello"
                }
                api.requestsTo("/events").map { it.authorization } shouldBe
                    listOf(1, 2).map { "Bearer ${ContractTokens.textOf(it)}" }
            }
        }
    })
