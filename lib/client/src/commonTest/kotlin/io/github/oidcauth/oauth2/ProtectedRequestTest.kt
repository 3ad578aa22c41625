// Tests ResourceCaller.
package io.github.oidcauth.oauth2

import io.github.oidcauth.HttpException
import io.github.oidcauth.InsufficientScopeException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.Token
import io.github.oidcauth.UseDPoPNonceException
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.jose.NimbusJose
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeSameInstanceAs

class ProtectedRequestTest :
    FunSpec({
        val key = DPoPKey.generate()
        val bearer = Token("s3cret-at")
        val bound =
            Token("s3cret-at") {
                tokenType = "DPoP"
                dpopKey = key
            }
        val url = "https://api.example/notes"

        fun challenge(
            challenge: String,
            nonce: String? = null,
            status: Int = 401,
        ) = ScriptedResponse(
            "",
            status,
            listOfNotNull("WWW-Authenticate" to challenge, nonce?.let { "DPoP-Nonce" to it }),
            mediaType = null,
        )

        fun demand(nonce: String?) = challenge("DPoP error=\"use_dpop_nonce\", error_description=\"nonce\"", nonce)

        fun scripted(vararg responses: ScriptedResponse): ClientBench {
            val rest = responses.toMutableList()
            return ClientBench { rest.removeAt(0) }
        }
        val ok = ScriptedResponse("ok", headers = listOf("X-Id" to "1"), mediaType = "text/plain")

        fun ok(nonce: String) = ScriptedResponse("ok", headers = listOf("DPoP-Nonce" to nonce))

        test("a bearer token is presented in the header, with what the caller says") {
            val bench = scripted(ok)
            val request =
                ProtectedRequest("$url?id=1") {
                    method("PUT")
                    header("Accept", "text/plain")
                    header("X-Request", "a")
                    header("X-Request", "b")
                    body("h\u00e9", "text/plain; charset=utf-8")
                }

            val response = bench.client().request(bearer, request)

            val received = bench.requests.single()
            received.method shouldBe "PUT"
            received.url shouldBe url
            received.query shouldBe mapOf("id" to listOf("1"))
            received.header("authorization") shouldBe "Bearer s3cret-at"
            received.header("dpop").shouldBeNull()
            received.header("accept") shouldBe "text/plain"
            received.header("x-request") shouldBe "a|b"
            received.header("content-type") shouldBe "text/plain; charset=utf-8"
            received.body shouldBe "h\u00e9"
            response.statusCode shouldBe 200
            response.body shouldBe "ok"
            response.header("x-ID") shouldBe "1"
            response.headers["x-id"] shouldBe listOf("1")
            response.orThrow() shouldBeSameInstanceAs response
        }

        test("a bound token is presented with a proof for this very request") {
            val bench = scripted(ok)

            bench.client().request(bound, ProtectedRequest("HTTPS://API.example:443/notes?id=1#part") { method("DELETE") })

            bench.requests.single().header("authorization") shouldBe "DPoP s3cret-at"
            val proof = ReceivedProof.of(bench.requests.single())
            proof.key shouldBe key.public
            proof["htm"] shouldBe "DELETE"
            proof["htu"] shouldBe url
            proof["ath"] shouldBe Base64Url.encode(NimbusJose.jose.digest.sha256("s3cret-at".encodeToByteArray()))
            proof["nonce"].shouldBeNull()
        }

        test("a bearer token whose refresh token is bound is presented without a proof") {
            val bench = scripted(ok)
            bench.client().request(bearer.newBuilder().also { it.dpopKey = key }.build(), ProtectedRequest(url))
            bench.requests.single().header("dpop").shouldBeNull()
        }

        test("octets go out and come back as they are") {
            val octets = ByteArray(256) { it.toByte() }
            val bench = scripted(ok)
            val request = ProtectedRequest(url) { method("POST").body(octets, "application/octet-stream") }
            octets.fill(0)

            val response = bench.client().request(bearer, request)

            bench.requests.single().body shouldBe ByteArray(256) { it.toByte() }.decodeToString()
            response.bytes.fill(0)
            response.bytes.decodeToString() shouldBe "ok"
        }

        test("a response of 1 MiB is read, and a larger one is not") {
            val largest = scripted(ScriptedResponse("x".repeat(1 shl 20)))
            largest.client().request(bearer, ProtectedRequest(url)).bytes.size shouldBe (1 shl 20)

            shouldThrow<InvalidResponseException> {
                scripted(ScriptedResponse("x".repeat((1 shl 20) + 1))).client().request(bearer, ProtectedRequest(url))
            }
        }

        listOf(
            "http://api.example/",
            "ftp://api.example/",
            "api.example",
            "https://u:p@api.example/",
            "https://a.example/\n",
        ).forEach {
            test("no token is sent to '${it.trim()}'") {
                val bench = scripted(ok)
                listOf(bearer, bound).forEach { token ->
                    shouldThrow<InvalidConfigException> { bench.client().request(token, ProtectedRequest(it)) }
                    shouldThrow<InvalidConfigException> { bench.client().authorizationHeaders(token, "GET", it) }
                }
                bench.requests.shouldBeEmpty()
            }
        }

        test("http is allowed for this machine") {
            val bench = scripted(ok)
            bench.client().request(bound, ProtectedRequest("http://127.0.0.1:8080/notes"))
            ReceivedProof.of(bench.requests.single())["htu"] shouldBe "http://127.0.0.1:8080/notes"
        }

        listOf(301, 302, 303, 307, 308).forEach { status ->
            test("a redirect with $status is a response and not followed, so that the token goes nowhere else") {
                val bench = scripted(ScriptedResponse("", status, listOf("Location" to "https://evil.example/")), ok)

                listOf(bound).forEach {
                    val response = bench.client().request(it, ProtectedRequest(url))
                    response.statusCode shouldBe status
                    response.isSuccess shouldBe false
                }
                bench.requests.map { it.url } shouldBe listOf(url)
            }
        }

        listOf("N_A", "mac").forEach { type ->
            test("a token of type $type is not presented") {
                val bench = scripted(ok)
                val token = Token("at") { tokenType = type }
                shouldThrow<InvalidConfigException> { bench.client().request(token, ProtectedRequest(url)) }
                shouldThrow<InvalidConfigException> { bench.client().authorizationHeaders(token, "GET", url) }
                bench.requests.shouldBeEmpty()
            }
        }

        test("a bound token whose key is gone is not sent, since it is good for nothing") {
            val bench = scripted(ok)
            val token = Token("at") { tokenType = "DPoP" }
            shouldThrow<InvalidConfigException> { bench.client().request(token, ProtectedRequest(url)) }
            shouldThrow<InvalidConfigException> { bench.client().authorizationHeaders(token, "GET", url) }
            bench.requests.shouldBeEmpty()
        }

        context("an API that wants a nonce") {
            test("gets it with a second request, body included, and another identifier") {
                val bench = scripted(demand("n-1"), ok)

                val response = bench.client().request(bound, ProtectedRequest(url) { method("POST").body("{}") })

                response.statusCode shouldBe 200
                bench.requests.map { it.body } shouldBe listOf("{}", "{}")
                val (first, second) = bench.requests.map { ReceivedProof.of(it) }
                first["nonce"].shouldBeNull()
                second["nonce"] shouldBe "n-1"
                second["jti"] shouldNotBe first["jti"]
            }

            test("is not asked a third time; the last response is the response") {
                val bench = scripted(demand("n-1"), demand("n-2"), ok)

                val response = bench.client().request(bound, ProtectedRequest(url))

                bench.requests shouldHaveSize 2
                response.statusCode shouldBe 401
                shouldThrow<UseDPoPNonceException> { response.orThrow() }
            }

            mapOf(
                "does not say which" to demand(null),
                "asks with another scheme" to challenge("Bearer error=\"use_dpop_nonce\"", "n-1"),
                "has another error" to challenge("DPoP error=\"invalid_token\"", "n-1"),
                "has no challenge" to ScriptedResponse("{\"error\":\"use_dpop_nonce\"}", 401, listOf("DPoP-Nonce" to "n-1")),
                "asks with status 400" to challenge("DPoP error=\"use_dpop_nonce\"", "n-1", status = 400),
                "asks with status 200" to challenge("DPoP error=\"use_dpop_nonce\"", "n-1", status = 200),
            ).forEach { (what, response) ->
                test("is not asked again when it $what") {
                    val bench = scripted(response, ok)
                    bench.client().request(bound, ProtectedRequest(url)).statusCode shouldBe response.status
                    bench.requests shouldHaveSize 1
                }
            }

            test("is not asked again for a bearer token") {
                val bench = scripted(demand("n-1"), ok)
                bench.client().request(bearer, ProtectedRequest(url)).statusCode shouldBe 401
                bench.requests shouldHaveSize 1
            }

            test("says with each response which it wants next, each server for itself") {
                val bench = scripted(ok("a-1"), ok("b-1"), ok, ok, ok)
                val client = bench.client()

                listOf(
                    "https://a.example/1",
                    "https://b.example/",
                    "https://A.example:443/2",
                    "https://b.example/",
                    "https://a.example:8443/",
                )
                    .forEach { client.request(bound, ProtectedRequest(it)) }

                bench.requests.map { ReceivedProof.of(it)["nonce"] } shouldBe listOf(null, null, "a-1", "b-1", null)
            }
        }

        test("nonces of a server as authorization server and as API are kept apart") {
            val tokenBody = ScriptedResponse.token().body.replace("Bearer", "DPoP")
            val bench =
                ClientBench {
                    val nonce = if (it.url.endsWith("/token")) "as-nonce" else "api-nonce"
                    ScriptedResponse(tokenBody, headers = listOf("DPoP-Nonce" to nonce))
                }
            val client = bench.client { dpop = DPoP.withKey(key) }

            repeat(2) {
                client.token(ClientCredentialsGrant())
                client.request(bound, ProtectedRequest("https://as.example/userinfo"))
            }

            bench.requests.map { ReceivedProof.of(it)["nonce"] } shouldBe listOf(null, null, "as-nonce", "api-nonce")
        }

        context("headers for a client of the caller's own") {
            val client = scripted().client()

            test("are the token alone for a bearer token") {
                client.authorizationHeaders(bearer, "GET", url) shouldBe mapOf("Authorization" to "Bearer s3cret-at")
            }

            test("have a new proof each time for a bound one, with the nonce that was learned") {
                val first = client.authorizationHeaders(bound, "POST", "$url?a=b")
                client.learnNonce("https://api.example/other", "n-1")
                client.learnNonce("https://api.example/other", null)
                client.learnNonce("https://elsewhere.example/", "n-2")
                val second = client.authorizationHeaders(bound, "POST", url)

                first.keys shouldBe setOf("Authorization", "DPoP")
                first["Authorization"] shouldBe "DPoP s3cret-at"
                val (one, two) = listOf(first, second).map { ReceivedProof.of(it.getValue("DPoP")) }
                one["htm"] shouldBe "POST"
                one["htu"] shouldBe url
                one["nonce"].shouldBeNull()
                two["nonce"] shouldBe "n-1"
                two["jti"] shouldNotBe one["jti"]
            }
        }

        test("a response that refuses says why when asked, without the token it repeats") {
            suspend fun refused(response: ScriptedResponse) =
                scripted(response).client().request(bound, ProtectedRequest(url)).let {
                    it to
                        runCatching { it.orThrow() }.exceptionOrNull()
                }

            val (response, invalid) =
                refused(challenge("DPoP error=\"invalid_token\", error_description=\"s3cret-at is not good\", algs=\"ES256\""))
            shouldThrow<InvalidTokenException> { throw checkNotNull(invalid) }
            invalid.toString() shouldNotContain "s3cret-at"
            response.toString() shouldBe "ProtectedResponse(401)"

            val (_, scope) = refused(challenge("DPoP error=\"insufficient_scope\", scope=\"write\"", status = 403))
            shouldThrow<InsufficientScopeException> { throw checkNotNull(scope) }

            val (_, other) = refused(ScriptedResponse("{\"message\":\"s3cret-at is gone\"}", 410))
            shouldThrow<HttpException> { throw checkNotNull(other) }.statusCode shouldBe 410
            other.toString() shouldNotContain "s3cret-at"
        }

        context("a request") {
            listOf("authorization", "DPoP", "Host", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection").forEach {
                test("does not set $it itself") {
                    shouldThrow<IllegalArgumentException> { ProtectedRequest(url) { header(it, "x") } }
                }
            }

            mapOf(
                "a space in its name" to ("a b" to "x"),
                "no name" to ("" to "x"),
                "a colon in its name" to ("a:" to "x"),
                "a second line" to ("a" to "x\r\nAuthorization: y"),
                "what is not ASCII" to ("a" to "\u00e9"),
                "a control character" to ("a" to "\u0000"),
            ).forEach { (what, header) ->
                test("has no header with $what") {
                    shouldThrow<IllegalArgumentException> { ProtectedRequest(url) { header(header.first, header.second) } }
                }
            }

            listOf("", "GET /", "G\nET", "CONNECT", "trace").forEach { method ->
                test("has no method '${method.trim()}'") {
                    shouldThrow<IllegalArgumentException> { ProtectedRequest(url) { method(method) } }
                }
            }

            mapOf(
                "of no type" to "",
                "of half a type" to "json",
                "whose type has a second line" to "text/plain\r\nX: y",
                "whose type has a parameter without value" to "text/plain; x",
            ).forEach { (what, type) ->
                test("has no body $what") {
                    shouldThrow<IllegalArgumentException> { ProtectedRequest(url) { method("POST").body("x", type) } }
                }
            }

            test("to get something has no body") {
                listOf("GET", "HEAD").forEach {
                    shouldThrow<IllegalArgumentException> { ProtectedRequest(url) { method(it).body("{}") } }
                }
            }

            test("prints neither its query nor headers nor body") {
                val request =
                    ProtectedRequest("$url?key=s3cret#s3cret") {
                        method("POST")
                        header("Cookie", "s3cret")
                        body("s3cret")
                    }
                request.toString() shouldBe "ProtectedRequest(POST https://api.example/notes)"
                request.toString() shouldContain "notes"
            }
        }
    })
