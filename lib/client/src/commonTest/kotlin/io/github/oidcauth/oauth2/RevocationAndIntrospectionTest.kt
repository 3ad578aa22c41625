// Tests Introspection, IntrospectionResponseReader and OAuth2Client.
package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.crypto.Base64Url
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlin.time.Instant

class RevocationAndIntrospectionTest :
    FunSpec({
        test("revoking sends token and hint with the client's credentials, to the revocation endpoint alone") {
            val bench = ClientBench { ScriptedResponse("", mediaType = null) }

            bench.client { clientSecret = "secret" }.revoke("rt", TokenTypeHint.REFRESH_TOKEN)

            val request = bench.requests.single()
            request.url shouldBe "https://as.example/revoke"
            request.header("authorization") shouldBe "Basic bXktY2xpZW50OnNlY3JldA=="
            request["token"] shouldBe "rt"
            request["token_type_hint"] shouldBe "refresh_token"
        }

        test("a token is revoked by its refresh token, or its access token when it has none") {
            val bench = ClientBench { ScriptedResponse("") }
            val client = bench.client()

            client.revoke(Token("at") { refreshToken = "rt" })
            client.revoke(Token("at"))

            bench.requests.map { it["token"] to it["token_type_hint"] } shouldContainExactly
                listOf("rt" to "refresh_token", "at" to "access_token")
        }

        test("of a token one part alone can be revoked or introspected, with parameters of the server's own") {
            val bench = ClientBench { ScriptedResponse("""{"active":true}""") }
            val client = bench.client()
            val token = Token("at") { refreshToken = "rt" }
            val options = RequestOptions { parameter("tenant", "t") }

            client.revoke(token, TokenTypeHint.ACCESS_TOKEN, options)
            client.introspect(token, options = options)
            client.introspect(token, TokenTypeHint.REFRESH_TOKEN, options)

            bench.requests.map { it["token"] to it["token_type_hint"] } shouldContainExactly
                listOf("at" to "access_token", "at" to "access_token", "rt" to "refresh_token")
            bench.requests.map { it["tenant"] } shouldContainExactly listOf("t", "t", "t")
            shouldThrow<IllegalArgumentException> { client.introspect(Token("at"), TokenTypeHint.REFRESH_TOKEN) }
            shouldThrow<IllegalArgumentException> { client.revoke(Token("at"), TokenTypeHint.REFRESH_TOKEN) }
        }

        context("of several servers, the one that a token names is asked, and no other") {
            val bench = ClientBench { ScriptedResponse("""{"active":true}""") }
            val clients =
                listOf("https://a.example", "https://b.example/").map { issuer ->
                    bench.client(ClientBench.METADATA.newBuilder().issuer(issuer).build()) { clientSecret = "secret" }
                }

            fun named(claims: String): OAuth2Client? {
                val jwt = listOf("""{"alg":"none"}""", claims, "s").joinToString(".") { Base64Url.encode(it.encodeToByteArray()) }
                OAuth2Client.byIssuerOf(Token(jwt), clients) shouldBe OAuth2Client.byIssuerOf(jwt, clients)
                return OAuth2Client.byIssuerOf(jwt, clients)
            }

            test("an issuer in the list") {
                named("""{"iss":"https://a.example"}""") shouldBeSameInstanceAs clients[0]
                named("""{"iss":"https://b.example/"}""") shouldBeSameInstanceAs clients[1]
            }

            listOf(
                """{"iss":"https://evil.example"}""",
                """{"iss":"https://b.example"}""",
                """{"iss":"https://A.example"}""",
                """{"iss":["https://a.example"]}""",
                """{"iss":null}""",
                "{}",
                "[]",
            ).forEach { claims -> test("not in the list: $claims") { named(claims).shouldBeNull() } }

            test("a token that is no JWT names no issuer") {
                listOf("", "opaque", "a.b", "a.b.c", "a.b.c.d.e").forEach { OAuth2Client.byIssuerOf(it, clients).shouldBeNull() }
                bench.requests.shouldBeEmpty()
            }

            test("the issuer of any tenant belongs to a server whose metadata have a template") {
                val template = "https://login.example/{tenantid}/v2.0"
                val entra =
                    bench.client(ClientBench.METADATA.newBuilder().issuer(template).build()) {
                        issuerCheck = IssuerCheck.Template(template)
                    }
                val jwt = { issuer: String ->
                    listOf("""{"alg":"none"}""", """{"iss":"$issuer"}""", "s")
                        .joinToString(".") { Base64Url.encode(it.encodeToByteArray()) }
                }
                OAuth2Client.byIssuerOf(jwt("https://login.example/t-1/v2.0"), listOf(entra)) shouldBe entra
                OAuth2Client.byIssuerOf(jwt("https://login.example/t/1/v2.0"), listOf(entra)).shouldBeNull()
            }
        }

        test("a server that refuses to revoke says why, and the token is not in it") {
            val bench =
                ClientBench { ScriptedResponse.error("unsupported_token_type", more = """"error_description":"not secret-rt"""") }

            val failure = shouldThrow<OAuthException> { bench.client().revoke("secret-rt") }

            failure.error shouldBe "unsupported_token_type"
            "${failure.message} ${failure.detail}" shouldNotContain "secret-rt"
        }

        test("a server without the endpoints is not asked") {
            val client = ClientBench { ScriptedResponse("") }.client(ServerMetadata { issuer("https://as.example") })

            shouldThrow<InvalidConfigException> { client.revoke("rt") }
            shouldThrow<InvalidConfigException> { client.introspect("at") }
        }

        test("an active token is told about") {
            val response =
                """{"active":true,"scope":"a b","client_id":"c","username":"alice",
                "token_type":"Bearer","exp":1419356238,"iat":1419350238,
                   "nbf":1419350239.5,"sub":"s","aud":["x","y"],"iss":"https://as.example","jti":"j","tenant":"t"}"""
            val bench = ClientBench { ScriptedResponse(response) }

            val introspection = bench.client().introspect("at", TokenTypeHint.ACCESS_TOKEN)

            introspection.active shouldBe true
            introspection.scope shouldBe "a b"
            introspection.scopes shouldContainExactly listOf("a", "b")
            introspection.clientId shouldBe "c"
            introspection.username shouldBe "alice"
            introspection.tokenType shouldBe "Bearer"
            introspection.expiresAt shouldBe Instant.fromEpochSeconds(1419356238)
            introspection.issuedAt shouldBe Instant.fromEpochSeconds(1419350238)
            introspection.notBefore shouldBe Instant.fromEpochSeconds(1419350239)
            introspection.subject shouldBe "s"
            introspection.audience shouldContainExactly listOf("x", "y")
            introspection.issuer shouldBe "https://as.example"
            introspection.jwtId shouldBe "j"
            introspection.toString() shouldNotContain "alice"
            bench.requests.single()["token"] shouldBe "at"
        }

        test("scopes may be in an array, and times be text") {
            suspend fun introspect(members: String) =
                ClientBench { ScriptedResponse("""{"active":true,$members}""") }.client().introspect("at")

            val array = introspect(""""scope":["a","b"],"exp":1900000000""")
            array.scopes shouldContainExactly listOf("a", "b")
            array.scope shouldBe "a b"
            array.expiresAt shouldBe Instant.fromEpochSeconds(1_900_000_000)
            introspect(""""exp":"1900000000"""").expiresAt shouldBe Instant.fromEpochSeconds(1_900_000_000)
            listOf("\"soon\"", "\"\"", "[]", "null", "true").forEach { introspect(""""exp":$it""").expiresAt.shouldBeNull() }
            listOf("[]", "7", "{}", "\"\"", "null").forEach { introspect(""""scope":$it""").scope.shouldBeNull() }
        }

        test("of a token that is not active nothing else counts") {
            val introspection = ClientBench {
                ScriptedResponse("""{"active":false,"sub":"s","scope":"admin"}""")
            }.client().introspect("at")

            introspection.active shouldBe false
            introspection.subject.shouldBeNull()
            introspection.scope.shouldBeNull()
            introspection.scopes shouldContainExactly emptyList()
            introspection.claims.keys shouldBe setOf("active")
        }

        listOf("{}", """{"active":"true"}""", """{"active":1}""", """{"active":null}""", "[]", "").forEach { response ->
            test("'$response' does not make a token active") {
                shouldThrow<InvalidResponseException> { ClientBench { ScriptedResponse(response) }.client().introspect("at") }
            }
        }
    })
