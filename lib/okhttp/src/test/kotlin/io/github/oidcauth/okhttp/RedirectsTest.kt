// Tests CallAuthorization and Hop.
package io.github.oidcauth.okhttp

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.oauth2.DPoPKey
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import mockwebserver3.RecordedRequest
import okhttp3.Interceptor
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody.Companion.toRequestBody
import okio.ByteString.Companion.decodeBase64
import java.io.IOException

private fun RecordedRequest.proof(): String =
    headers["DPoP"].shouldNotBeNull().split('.')[1].replace('-', '+').replace('_', '/').decodeBase64().shouldNotBeNull().utf8()

class RedirectsTest :
    FunSpec({
        lateinit var api: Api
        lateinit var files: Api
        lateinit var otherServer: Api

        beforeTest {
            api = Api()
            files = Api()
            otherServer = Api()
        }

        afterTest { listOf(api, files, otherServer).forEach(Api::close) }

        fun client(tokens: ScriptedTokens = ScriptedTokens()) =
            OkHttpClient.Builder().accessTokens(tokens, api.origin, files.origin).build()

        fun alone(tokens: ScriptedTokens = ScriptedTokens()) =
            OkHttpClient.Builder().addInterceptor(AccessTokenInterceptor(tokens, api.origin, files.origin)).build()

        fun dpop() = ScriptedTokens(DPoPKey.generate())

        for ((name, make) in mapOf("installed" to { client() }, "an interceptor alone" to { alone() })) {
            test("$name: a redirect within the origin keeps the token, one to another origin does not") {
                api.respond(302, "Location" to "/moved")
                api.respond(307, "Location" to otherServer.url("/moved"))
                otherServer.respond()

                make().get(api.url("/notes")) shouldBe 200
                api.tokens(2) shouldBe listOf("Bearer T1", "Bearer T1")
                otherServer.tokens(1) shouldBe listOf(null)
            }

            test("$name: another origin that responds with 401 gets no token") {
                api.respond(302, "Location" to otherServer.url("/moved"))
                otherServer.refuse()

                make().get(api.url("/notes")) shouldBe 401
                otherServer.tokens(1) shouldBe listOf(null)
                otherServer.requestCount shouldBe 1
            }

            test("$name: the refusal at the end of a redirect repeats that request, and not the first one") {
                api.respond(303, "Location" to "/moved")
                api.refuse()
                api.respond()
                val post = Request.Builder().url(api.url("/notes")).post("hello".toRequestBody()).build()

                make().newCall(post).execute().use { it.code shouldBe 200 }
                val sent = List(3) { api.request() }
                sent.map { "${it.method} ${it.target} ${it.headers["Authorization"]}" } shouldBe
                    listOf("POST /notes Bearer T1", "GET /moved Bearer T1", "GET /moved Bearer T2")
            }

            test("$name: a server that always refuses after a redirect gets two requests there") {
                api.respond(302, "Location" to "/moved")
                repeat(3) { api.refuse() }

                make().get(api.url("/notes")) shouldBe 401
                api.requestCount shouldBe 3
            }

            test("$name: the header of a caller leaves the whole call alone") {
                api.respond(302, "Location" to files.url("/moved"))
                files.respond()
                val request = Request.Builder().url(api.url("/notes")).header("Authorization", "Basic abc").build()

                make().newCall(request).execute().use { it.code shouldBe 200 }
                files.tokens(1) shouldBe listOf(null)
            }
        }

        test("another of the origins gets the token at once, by its own URL") {
            api.respond(302, "Location" to files.url("/moved"))
            files.respond()

            client().get(api.url("/notes")) shouldBe 200
            files.tokens(1) shouldBe listOf("Bearer T1")
        }

        test("an interceptor alone sends it to another of the origins after a 401") {
            api.respond(302, "Location" to files.url("/moved"))
            files.refuse("Bearer")
            files.respond()

            alone().get(api.url("/notes")) shouldBe 200
            files.tokens(2) shouldBe listOf(null, "Bearer T1")
        }

        test("each redirect has a proof of its own, and another origin gets none") {
            api.respond(302, "Location" to "/moved")
            api.respond(302, "Location" to files.url("/moved"))
            files.respond(302, "Location" to otherServer.url("/moved"))
            otherServer.respond()

            client(dpop()).get(api.url("/notes")) shouldBe 200
            val sent = List(2) { api.request() } + files.request()
            sent.map { it.headers["Authorization"] }.distinct() shouldBe listOf("DPoP T1")
            sent.zip(listOf(api.url("/notes"), api.url("/moved"), files.url("/moved"))).forEach { (request, url) ->
                request.proof() shouldContain "\"htu\":\"$url\""
                request.headers.values("DPoP").size shouldBe 1
            }
            otherServer.request().headers.run { listOf(get("Authorization"), get("DPoP")) } shouldBe listOf(null, null)
        }

        test("the nonce that an API requires is sent with a new proof") {
            api.respond(401, "WWW-Authenticate" to "DPoP error=\"use_dpop_nonce\"", "DPoP-Nonce" to "N1")
            api.respond()

            client(dpop()).get(api.url("/notes")) shouldBe 200
            val (first, second) = List(2) { api.request().proof() }
            second shouldContain "\"nonce\":\"N1\""
            listOf(first, second).shouldBeUnique()
        }

        test("a request that OkHttp itself sends again has a new proof") {
            api.respond(503, "Retry-After" to "0")
            api.respond()

            client(dpop()).get(api.url("/notes")) shouldBe 200
            List(2) { api.request().headers["DPoP"] }.shouldBeUnique()
        }

        test("an interceptor alone and an authenticator alone refuse a token whose proof would follow redirects") {
            api.refuse("DPoP")
            val reactive = OkHttpClient.Builder().authenticator(AccessTokenAuthenticator(dpop(), api.origin)).build()

            for (client in listOf(alone(dpop()), reactive)) {
                val error = shouldThrow<IOException> { client.get(api.url("/notes")) }
                error.cause.shouldBeInstanceOf<InvalidConfigException>().message shouldContain "accessTokens"
            }
            api.tokens(1) shouldBe listOf(null)
        }

        test("a network interceptor alone judges each redirect, and with the authenticator it repeats") {
            val interceptor: Interceptor = AccessTokenInterceptor(ScriptedTokens(), api.origin, files.origin)
            api.respond(302, "Location" to files.url("/moved"))
            files.refuse()
            OkHttpClient.Builder().addNetworkInterceptor(interceptor).build().get(api.url("/notes")) shouldBe 401
            files.tokens(1) shouldBe listOf("Bearer T1")

            val tokens = dpop()
            val authorizer = RequestAuthorizer.of(tokens, api.origin, files.origin)
            val both =
                OkHttpClient.Builder()
                    .addNetworkInterceptor(AccessTokenInterceptor(authorizer))
                    .authenticator(AccessTokenAuthenticator(authorizer))
                    .build()
            api.respond(302, "Location" to files.url("/moved"))
            files.refuse("DPoP error=\"invalid_token\"")
            files.respond(302, "Location" to otherServer.url("/moved"))
            otherServer.respond()
            both.get(api.url("/notes")) shouldBe 200
            files.tokens(2) shouldBe listOf("DPoP T1", "DPoP T2")
            otherServer.request().headers["DPoP"] shouldBe null
        }

        test("a server that redirects and refuses without end is left at last") {
            val loop = OkHttpClient.Builder().accessTokens(ScriptedTokens(), api.origin).build()
            repeat(60) {
                api.respond(302, "Location" to "/$it")
                api.refuse()
            }

            loop.get(api.url("/notes")) shouldBe 401
            (api.requestCount <= 40) shouldBe true
        }
    })
