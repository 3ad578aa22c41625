package io.github.oidcauth.okhttp

import io.github.oidcauth.OAuthException
import io.github.oidcauth.http.RequestAuthorizer
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import okhttp3.OkHttpClient
import okhttp3.Protocol
import okhttp3.Request
import okhttp3.RequestBody.Companion.toRequestBody
import okhttp3.Response
import java.net.Proxy

class AccessTokenAuthenticatorTest :
    FunSpec({
        lateinit var api: Api
        lateinit var other: Api

        beforeTest {
            api = Api()
            other = Api()
        }

        afterTest { listOf(api, other).forEach(Api::close) }

        fun client(tokens: ScriptedTokens = ScriptedTokens()) =
            OkHttpClient.Builder().authenticator(AccessTokenAuthenticator(tokens, api.origin)).build()

        test("a token is sent only after a 401, and to the origin alone") {
            api.respond()
            api.refuse("Bearer")
            api.respond()
            other.refuse("Bearer")

            client().get(api.url("/public")) shouldBe 200
            client().get(api.url("/notes")) shouldBe 200
            client().get(other.url("/notes")) shouldBe 401
            api.tokens(3) shouldBe listOf(null, null, "Bearer T1")
            other.tokens(1) shouldBe listOf(null)
            other.requestCount shouldBe 1
        }

        test("a refused token is renewed once, and then the 401 is the response") {
            val tokens = ScriptedTokens()
            repeat(4) { api.refuse() }

            client(tokens).get(api.url("/notes")) shouldBe 401
            api.tokens(3) shouldBe listOf(null, "Bearer T1", "Bearer T2")
            api.requestCount shouldBe 3
            tokens.renewals.get() shouldBe 1
        }

        test("a redirect to another origin after the 401 has no token") {
            api.refuse("Bearer")
            api.respond(302, "Location" to other.url("/moved"))
            other.respond()

            client().get(api.url("/notes")) shouldBe 200
            other.tokens(1) shouldBe listOf(null)
        }

        test("the header of a caller and a body that can be sent once are left alone") {
            repeat(2) { api.refuse() }
            val basic = Request.Builder().url(api.url("/notes")).header("Authorization", "Basic abc").build()
            val once = Request.Builder().url(api.url("/notes")).post(StreamedBody("once")).build()

            for (request in listOf(basic, once)) client().newCall(request).execute().use { it.code shouldBe 401 }
            api.requestCount shouldBe 2
        }

        test("a body that can be sent again is") {
            api.refuse("Bearer")
            api.respond(201)

            client().newCall(Request.Builder().url(api.url("/notes")).post("hello".toRequestBody()).build()).execute().close()
            List(2) { api.request().body?.utf8() } shouldBe listOf("hello", "hello")
        }

        test("as the authenticator of a proxy it does nothing") {
            val authenticator = AccessTokenAuthenticator(ScriptedTokens(), api.origin)
            val response =
                Response.Builder()
                    .request(Request.Builder().url(api.url("/notes")).build())
                    .protocol(Protocol.HTTP_1_1)
                    .code(407)
                    .message("Proxy Authentication Required")
                    .build()

            authenticator.authenticate(route = null, response) shouldBe null
            api.respond(407, "Proxy-Authenticate" to "Basic")
            val proxied =
                OkHttpClient.Builder().proxyAuthenticator(
                    authenticator,
                ).proxy(Proxy(Proxy.Type.HTTP, api.server.socketAddress)).build()
            proxied.get(other.url("/notes")) shouldBe 407
            api.request().headers.names().filter { "uthorization" in it } shouldBe emptyList()
        }

        test("beside the installed interceptor it sends nothing twice, and reports once") {
            val reported = mutableListOf<OAuthException>()
            val authorizer = RequestAuthorizer(ScriptedTokens(), api.origin) { onRefusal { reported += it } }
            val client =
                OkHttpClient.Builder().authenticator(AccessTokenAuthenticator(authorizer)).accessTokens(authorizer).build()
            repeat(3) { api.refuse() }

            client.get(api.url("/notes")) shouldBe 401
            api.tokens(2) shouldBe listOf("Bearer T1", "Bearer T2")
            api.requestCount shouldBe 2
            reported.size shouldBe 1
        }

        test("it names its origins, and nothing else") {
            AccessTokenAuthenticator(ScriptedTokens(), "https://api.example.com").toString() shouldBe
                "AccessTokenAuthenticator(RequestAuthorizer(origins=[https://api.example.com]))"
        }
    })
