package io.github.oidcauth

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.http.Headers
import java.io.ByteArrayOutputStream
import java.util.zip.GZIPOutputStream
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours

/** The front door, whose server compresses although nobody asked for it. */
class CompressedRefreshTest :
    FunSpec({
        fun gzip(
            text: String,
        ) = ByteArrayOutputStream().also { out -> GZIPOutputStream(out).use { it.write(text.encodeToByteArray()) } }.toByteArray()

        fun compressing() =
            HttpClient(
                MockEngine { request ->
                    val text =
                        if ("well-known" in request.url.encodedPath) {
                            """{"issuer":"https://h.example","token_endpoint":"https://h.example/token"}"""
                        } else {
                            """{"access_token":"new","token_type":"Bearer",""" +
                                """"expires_in":600,"expires":4000000000,"refresh_token":"r-2"}"""
                        }
                    val headers =
                        Headers.build {
                            append("Content-Type", "application/json")
                            append("Content-Encoding", "gzip")
                        }
                    respond(gzip(text), headers = headers)
                },
            )

        mapOf("an application with py-oidc-auth" to null, "an issuer" to "my-client").forEach { (name, client) ->
            test("a refresh at $name is read, and its refresh token kept") {
                val tokens = InMemoryTokenStore()
                val host = "https://h.example"
                val key = if (client == null) TokenKey.forHost(host) else TokenKey.forIssuer(host, client)
                val expired =
                    Token("old") {
                        expiresAt = Clock.System.now() - 1.hours
                        refreshToken = "r-1"
                    }
                tokens.put(key, expired)

                val token =
                    authenticate("https://h.example") {
                        clientId = client
                        store = tokens
                        httpClient = compressing()
                        interactive = false
                    }

                token.accessToken shouldBe "new"
                tokens.get(key)?.refreshToken shouldBe "r-2"
            }
        }
    })
