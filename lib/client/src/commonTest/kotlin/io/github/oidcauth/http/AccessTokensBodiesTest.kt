// Tests AccessTokenSender and AccessTokensConfig.
package io.github.oidcauth.http

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.client.engine.mock.respondOk
import io.ktor.client.engine.mock.toByteArray
import io.ktor.client.request.forms.ChannelProvider
import io.ktor.client.request.forms.FormDataContent
import io.ktor.client.request.forms.InputProvider
import io.ktor.client.request.forms.MultiPartFormDataContent
import io.ktor.client.request.forms.formData
import io.ktor.client.request.post
import io.ktor.client.request.setBody
import io.ktor.client.utils.EmptyContent
import io.ktor.http.ContentType
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpStatusCode
import io.ktor.http.content.ByteArrayContent
import io.ktor.http.content.ChannelWriterContent
import io.ktor.http.content.OutgoingContent
import io.ktor.http.content.TextContent
import io.ktor.http.parametersOf
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.writeStringUtf8
import kotlinx.io.Buffer
import kotlinx.io.writeString

private const val API = "https://api.example.com"

/** The bodies that are sent again after a token was refused; they are whole the second time. */
class AccessTokensBodiesTest :
    FunSpec({
        val bodies = mutableListOf<String>()
        val engine =
            MockEngine { request ->
                bodies += request.body.toByteArray().decodeToString()
                if (request.headers[HttpHeaders.Authorization] == "Bearer token-2") {
                    respondOk()
                } else {
                    respond("", HttpStatusCode.Unauthorized)
                }
            }

        beforeTest { bodies.clear() }

        suspend fun post(
            body: Any,
            configure: AccessTokensConfig.() -> Unit = {},
        ): HttpStatusCode =
            HttpClient(engine) {
                install(AccessTokens) {
                    tokens = RenewedTokens()
                    origin(API)
                    configure()
                }
            }.post(API) { setBody(body) }.status

        val again =
            mapOf(
                "nothing" to EmptyContent,
                "text" to "hello",
                "bytes" to "hello".encodeToByteArray(),
                "text with a media type" to TextContent("{}", ContentType.Application.Json),
                "bytes with a media type" to ByteArrayContent("{}".encodeToByteArray(), ContentType.Application.Json),
                "a form" to FormDataContent(parametersOf("a", "b")),
                "a multipart form" to
                    MultiPartFormDataContent(
                        formData {
                            append("text", "hello")
                            append("bytes", "hello".encodeToByteArray())
                            append("source", Buffer().apply { writeString("hello") })
                            append("input", InputProvider { Buffer().apply { writeString("hello") } })
                            append("channel", ChannelProvider { ByteReadChannel("hello") })
                        },
                    ),
                "a body that wraps text" to Wrapped(TextContent("hello", ContentType.Text.Plain)),
            )
        again.forEach { (name, body) ->
            test("$name is sent again, as it was") {
                post(body) shouldBe HttpStatusCode.OK
                bodies.size shouldBe 2
                bodies.last() shouldBe bodies.first()
            }
        }

        val once =
            mapOf(
                "a channel" to { ByteReadChannel("hello") },
                "a body that is read" to { Read() },
                "a body that is written" to { written() },
                "a body that wraps one that is read" to { Wrapped(Read()) },
            )
        once.forEach { (name, body) ->
            test("$name is sent once, and the caller gets the 401") {
                post(body()) shouldBe HttpStatusCode.Unauthorized
                bodies shouldBe listOf("hello")
            }
        }

        test("a body that the program knows to begin anew is sent again, and others are not") {
            val rewritable: AccessTokensConfig.() -> Unit = { repeatable { it is ChannelWriterContent } }
            post(written(), rewritable) shouldBe HttpStatusCode.OK
            bodies shouldBe listOf("hello", "hello")

            post(Read(), rewritable) shouldBe HttpStatusCode.Unauthorized
            post(MultiPartFormDataContent(formData { append("a", "b") }), rewritable) shouldBe HttpStatusCode.Unauthorized
        }

        test("the program is not asked about text and bytes") {
            post("hello") { repeatable { error("asked") } } shouldBe HttpStatusCode.OK
        }
    })

private fun written() = ChannelWriterContent({ writeStringUtf8("hello") }, ContentType.Text.Plain)

private class Read : OutgoingContent.ReadChannelContent() {
    override fun readFrom(): ByteReadChannel = ByteReadChannel("hello")
}

private class Wrapped(
    delegate: OutgoingContent,
) : OutgoingContent.ContentWrapper(delegate) {
    override fun copy(delegate: OutgoingContent): ContentWrapper = Wrapped(delegate)
}
