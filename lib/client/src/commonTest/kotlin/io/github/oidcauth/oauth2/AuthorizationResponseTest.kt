// Tests AuthorizationResponseParameters and AuthorizationResponseProcessor.
package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.internal.jwt.IdTokenExpectation
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.random.Random

private const val REDIRECT = "http://127.0.0.1:8400/callback"

class AuthorizationResponseTest :
    FunSpec({
        val bench = ClientBench { ScriptedResponse.token() }
        val client = bench.client()
        val request = client.authorizationRequest(REDIRECT) { scope("read") }
        val state = request.state

        suspend fun refused(url: String): InvalidResponseException = shouldThrow { client.validate(request, url) }

        suspend fun refused(parameters: Map<String, *>): InvalidResponseException =
            shouldThrow { client.validate(request, parameters) }

        test("the whole URL, the query, the form and the parameters are the same response") {
            listOf(
                client.validate(request, "$REDIRECT?code=a%2Bb+c&state=$state&session_state=s"),
                client.validate(request, "?code=a%2Bb+c&state=$state&session_state=s"),
                client.validate(request, "?code=a%2Bb+c&state=$state&session_state=s#_=_"),
                client.validate(request, "code=a%2Bb+c&state=$state&session_state=s"),
                client.validate(request, "session_state=s&state=$state&code=a%2Bb+c"),
                client.validateForm(request, "code=a%2Bb+c&state=$state&session_state=s"),
                client.validate(
                    request,
                    mapOf("code" to listOf("a+b c"), "state" to listOf(state), "session_state" to listOf("s")),
                ),
                // As servlets have them.
                client.validate(
                    request,
                    mapOf("code" to arrayOf("a+b c"), "state" to arrayOf(state), "session_state" to arrayOf("s")),
                ),
                client.validate(request, mapOf("code" to "a+b c", "state" to state, "session_state" to "s", "error" to null)),
            ).forEach {
                it.code shouldBe "a+b c"
                it.request shouldBe request
                it["session_state"] shouldBe "s"
                it.extra shouldBe buildJsonObject { put("session_state", "s") }
                it["code"].shouldBeNull()
                it["state"].shouldBeNull()
                it.issuer.shouldBeNull()
                "$it" shouldNotContain "a+b c"
            }
        }

        test("a URL of another place is no response, whatever is in it") {
            listOf(
                "http://127.0.0.1:8401/callback",
                "http://localhost:8400/callback",
                "https://127.0.0.1:8400/callback",
                "http://127.0.0.1:8400/callback/",
                "http://127.0.0.1:8400/Callback",
                "http://evil.example/callback",
                "http://127.0.0.1:8400@evil.example/callback",
                "/callback",
                "127.0.0.1:8400/callback",
                "localhost",
                "app:",
            ).forEach { withClue(it) { refused("$it?code=a&state=$state").message shouldContain "redirect URI" } }
        }

        test("a response in the fragment is refused by name, a fragment of something else is not looked at") {
            listOf("code=a&state=$state", "state=$state", "error=x", "access_token=t", "id_token=t", "response=a.b.c").forEach {
                withClue(it) {
                    refused("$REDIRECT#$it").message shouldContain "fragment"
                    refused("$REDIRECT?code=a&state=$state#$it").message shouldContain "fragment"
                }
            }
            listOf("", "_=_", "top", "%", "%zz&code=%").forEach {
                withClue(it) { client.validate(request, "$REDIRECT?code=a&state=$state#$it").code shouldBe "a" }
            }
        }

        test("a query or parameters are checked as strictly as a URL") {
            listOf("", "?", "code", "?code=a", "code=a", "code=a&state=wrong", "?state=$state&state=$state&code=a").forEach {
                withClue(it) { refused(it) }
            }
            refused("#code=a&state=$state").message shouldContain "fragment"
            refused("?code=a#state=$state").message shouldContain "fragment"
            refused("?code=%zz&state=$state").message shouldContain "form-encoded"
            refused(mapOf("code" to arrayOf("a", "b"), "state" to arrayOf(state))).message shouldContain "twice"
            refused(mapOf("code" to "a", "state" to "wrong")).message shouldContain "state"
            listOf(7, listOf(7), mapOf("a" to "b")).forEach {
                shouldThrow<IllegalArgumentException> { client.validate(request, mapOf("code" to it, "state" to state)) }
                    .message shouldContain "code"
            }
        }

        test("the query of the redirect URI is no part of the response, whole or as a query") {
            val withQuery = client.authorizationRequest("$REDIRECT?tenant=t")
            val query = "tenant=t&code=a&state=${withQuery.state}&more=m"
            listOf("$REDIRECT?$query", "?$query", query).forEach {
                withClue(it) {
                    client.validate(withQuery, it).extra shouldBe buildJsonObject { put("more", "m") }
                }
            }
            // As servlets have them.
            val parameters = mapOf("tenant" to "t", "code" to "a", "state" to withQuery.state, "more" to "m")
            client.validate(withQuery, parameters).extra shouldBe buildJsonObject { put("more", "m") }
        }

        test("malformed percent-encoding is refused") {
            listOf("code=%", "code=%4", "code=%zz", "x=%g1", "%=1").forEach {
                withClue(it) {
                    refused("$REDIRECT?state=$state&code=a&$it")
                    shouldThrow<InvalidResponseException> { client.validateForm(request, "state=$state&code=a&$it") }
                }
            }
        }

        test("characters that are in no URL are refused") {
            listOf(" ", "\n", "\u0000", "ä", "\uD800").forEach {
                withClue(it) {
                    refused("$REDIRECT?state=$state&code=a$it")
                    shouldThrow<InvalidResponseException> { client.validateForm(request, "state=$state&code=a$it") }
                }
            }
        }

        test("65536 characters are validated, and no more") {
            val url = "$REDIRECT?state=$state&code="
            val form = "state=$state&code="
            client.validate(request, url + "c".repeat(65_536 - url.length)).code.length shouldBe 65_536 - url.length
            refused(url + "c".repeat(65_537 - url.length)).message shouldContain "65536"
            client.validateForm(request, form + "c".repeat(65_536 - form.length)).code.length shouldBe 65_536 - form.length
            shouldThrow<InvalidResponseException> { client.validateForm(request, form + "c".repeat(65_537 - form.length)) }

            fun parameters(length: Int) = mapOf("state" to listOf(state), "code" to listOf("c".repeat(length - 9 - state.length)))
            client.validate(request, parameters(65_536))
            refused(parameters(65_537)).message shouldContain "65536"
            refused(mapOf("code" to List(65_537) { "" })).message shouldContain "65536"
        }

        test("an error is thrown as the exception of its code") {
            shouldThrow<AuthorizationDeniedException> {
                client.validate(request, "$REDIRECT?error=access_denied&error_description=No&state=$state")
            }.errorDescription shouldBe "No"
        }

        test("wrong, missing, empty and repeated states are no response") {
            listOf("", "&state", "&state=", "&state=wrong", "&state=$state&state=$state", "&State=$state").forEach {
                withClue(it) {
                    refused("$REDIRECT?code=a$it").message shouldContain "state"
                    refused("$REDIRECT?error=access_denied$it").message shouldContain "state"
                }
            }
        }

        test("a code that is missing, empty, repeated or no text is no response to build on") {
            listOf("", "code", "code=", "code=&error=", "error=", "Code=a", "code=%00", "code=a%0D%0Ab", "code=%C3%A4").forEach {
                withClue(it) { refused("$REDIRECT?state=$state&$it") }
            }
            listOf("code=a&code=a", "code=a&code=b", "code=a&code=", "error=x&error=x").forEach {
                withClue(it) {
                    refused("$REDIRECT?state=$state&$it").message shouldContain "twice"
                    shouldThrow<InvalidResponseException> { client.validateForm(request, "state=$state&$it") }
                }
            }
        }

        test("an error beside a code is an error") {
            shouldThrow<AuthorizationDeniedException> {
                client.validate(request, "$REDIRECT?code=a&error=access_denied&state=$state")
            }
        }

        test("an error says nothing of what the request keeps secret") {
            val explanation = "error_description=$state+${request.codeVerifier}&error_uri=x:$state"
            val failure =
                shouldThrow<OAuthException> {
                    client.validate(request, "$REDIRECT?error=invalid_request&state=$state&$explanation")
                }
            val told = "$failure ${failure.detail} ${failure.errorDescription} ${failure.errorUri}"
            listOf(state, request.codeVerifier.shouldNotBeNull()).forEach { told shouldNotContain it }
        }

        test("a refused value is not repeated") {
            listOf(
                "$REDIRECT?code=s3cret&state=wrong",
                "$REDIRECT?code=s3cret&state=$state&iss=https%3A%2F%2Fevil.example",
                "$REDIRECT?code=s3cret&code=s3cret&state=$state",
                "http://evil.example/?code=s3cret&state=$state",
                "$REDIRECT?state=$state#access_token=s3cret",
                "$REDIRECT?code=s3cret&state=$state&x=%",
            ).forEach {
                val told = "${refused(it)}"
                withClue(it) { listOf("s3cret", state).forEach { secret -> told shouldNotContain secret } }
            }
        }

        test("the response to another request of the same client is none to this one") {
            val other = client.authorizationRequest(REDIRECT)
            refused("$REDIRECT?code=a&state=${other.state}").message shouldContain "state"
            refused("$REDIRECT?error=access_denied&state=${other.state}").message shouldContain "state"
        }

        test("a signed response where a plain one was asked for is none, with our state beside it or without") {
            val jwt = "eyJhbGciOiJub25lIn0.e30."
            refused("$REDIRECT?response=$jwt").message shouldContain "state"
            refused("$REDIRECT?response=$jwt&code=a&state=$state").message shouldContain "signed"
            shouldThrow<InvalidResponseException> { client.validateForm(request, "response=$jwt") }
        }

        test("whatever comes, it is a response or refused") {
            val random = Random(20_261_121)
            val url = "$REDIRECT?code=a%2Bb&state=$state&iss=https%3A%2F%2Fas.example&session_state=s#_=_"
            repeat(3000) {
                val came = mutated(url, random)
                try {
                    val response = client.validate(request, came)
                    withClue(came) { came shouldContain state }
                    response.code.isEmpty() shouldBe false
                } catch (_: AuthException) {
                    Unit
                }
                try {
                    client.validateForm(request, came.substringAfter('?'))
                } catch (_: AuthException) {
                    Unit
                }
            }
        }

        test("a server that names itself always has to: RFC 9207 §2.4") {
            val metadata =
                ClientBench.METADATA
                    .newBuilder()
                    .member("authorization_response_iss_parameter_supported", JsonPrimitive(true))
                    .build()
            val strict = bench.client(metadata)
            val asked = strict.authorizationRequest(REDIRECT)
            strict.validate(asked, "$REDIRECT?code=a&state=${asked.state}&iss=https%3A%2F%2Fas.example").issuer shouldBe
                "https://as.example"
            listOf("code=a", "error=access_denied", "code=a&iss", "code=a&iss=").forEach {
                withClue(it) {
                    shouldThrow<InvalidResponseException> { strict.validate(asked, "$REDIRECT?$it&state=${asked.state}") }
                        .message shouldContain "iss"
                }
            }
        }

        test("the issuer of a mixed-up server is refused, whether it was announced or not, and its errors are not believed") {
            listOf(
                "https%3A%2F%2Fevil.example",
                "https%3A%2F%2Fas.example%2F",
                "https%3A%2F%2FAS.example",
                "x",
            ).forEach { iss ->
                listOf("code=a", "error=access_denied").forEach {
                    withClue("$iss $it") { refused("$REDIRECT?$it&state=$state&iss=$iss").message shouldContain "iss" }
                }
            }
            refused("$REDIRECT?code=a&state=$state&iss=https%3A%2F%2Fas.example&iss=https%3A%2F%2Fas.example")
                .message shouldContain "twice"
        }

        test("a response is validated by the client that asked, and by no other") {
            val url = "$REDIRECT?code=a&state=$state"
            val others =
                listOf(
                    bench.client(clientId = "other"),
                    bench.client(ClientBench.METADATA.newBuilder().issuer("https://evil.example").build()),
                    bench.client(ServerMetadata { tokenEndpoint("https://as.example/token") }),
                )
            val response = client.validate(request, url)
            others.forEach { other ->
                shouldThrow<IllegalArgumentException> { other.validate(request, url) }
                shouldThrow<IllegalArgumentException> { other.validateForm(request, url) }
                shouldThrow<IllegalArgumentException> { other.validate(request, emptyMap<String, String>()) }
                shouldThrow<IllegalArgumentException> { other.prepare(request) }
                shouldThrow<IllegalArgumentException> { other.sign(request) }
                shouldThrow<IllegalArgumentException> { other.push(request) }
                shouldThrow<IllegalArgumentException> { other.token(AuthorizationCodeGrant(response)) }
            }
            bench.requests.shouldBeEmpty()
        }

        test("servers without a name are told apart by where the browser goes") {
            fun nameless(host: String) =
                bench.client(
                    ServerMetadata {
                        authorizationEndpoint("https://$host/authorize")
                        tokenEndpoint("https://$host/token")
                    },
                )
            val asked = nameless("as.example").authorizationRequest(REDIRECT)
            val url = "$REDIRECT?code=a&state=${asked.state}"
            nameless("as.example").validate(asked, url).code shouldBe "a"
            shouldThrow<IllegalArgumentException> { nameless("evil.example").validate(asked, url) }
        }

        test("the code buys a token with what the server compares: RFC 6749 §4.1.3, RFC 7636 §4.5") {
            val response = client.validate(request, "$REDIRECT?code=a%2Fb&state=$state")
            val grant = AuthorizationCodeGrant(response, RequestOptions { resource("https://api.example/a") })
            client.token(grant).accessToken shouldBe "at"
            val sent = bench.requests.single()
            sent.url shouldBe "https://as.example/token"
            sent["grant_type"] shouldBe "authorization_code"
            sent["code"] shouldBe "a/b"
            sent["redirect_uri"] shouldBe REDIRECT
            sent["code_verifier"] shouldBe request.codeVerifier
            sent["client_id"] shouldBe "my-client"
            sent["resource"] shouldBe "https://api.example/a"
            sent["state"].shouldBeNull()
            "$grant" shouldBe "Grant(authorization_code)"
        }

        test("the grant takes along what its ID token has to say") {
            val asked = client.authorizationRequest(REDIRECT) { scope("openid") }
            val grant = AuthorizationCodeGrant(client.validate(asked, "$REDIRECT?code=a&state=${asked.state}"))
            val expectation: IdTokenExpectation = grant.idToken
            expectation.nonce shouldBe asked.nonce
            expectation.code shouldBe "a"
            expectation.anyNonce shouldBe false
        }

        test("a login begun in one process ends in another") {
            val resumed = AuthorizationRequest.deserialize(request.serialize())
            val again = ClientBench { ScriptedResponse.token() }
            val other = again.client()
            other.token(AuthorizationCodeGrant(other.validate(resumed, "$REDIRECT?code=a&state=$state")))
            again.requests.single()["code_verifier"] shouldBe request.codeVerifier
        }
    })
