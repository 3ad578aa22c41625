package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.ScriptedVisitor
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.withContext
import java.time.Duration
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.seconds

class GrantSamplesTest :
    FunSpec({
        val key = ServiceKey()
        val server =
            SampleServer.start(
                Settings(
                    deviceInterval = Duration.ofSeconds(1),
                    backchannelInterval = Duration.ofSeconds(1),
                    serviceKeys = publicKeys(key.pem),
                ),
            )
        afterSpec { server.close() }

        suspend fun service() =
            OAuth2Client.discover(server.issuer, SampleClients.SERVICE) { clientSecret = SampleClients.SECRET }

        suspend fun userOf(token: Token) = service().introspect(token.accessToken).subject

        test("client credentials") {
            val token = serviceToken(server.issuer, SampleClients.SERVICE, SampleClients.SECRET)

            token.headers.getValue("Authorization") shouldStartWith "Bearer "
            isGoodFor(service(), token.accessToken, "read") shouldBe true
            isGoodFor(service(), token.accessToken, "write") shouldBe false

            val endpoint = service().metadata.tokenEndpoint.shouldNotBeNull()
            val other = tokenOfEndpoint(endpoint, SampleClients.SERVICE, SampleClients.SECRET)
            isGoodFor(service(), other.accessToken, "read") shouldBe true
            isActive(listOf(service()), "opaque") shouldBe false
        }

        test("a private key in place of a secret") {
            val token = tokenByKey(server.issuer, SampleClients.KEY_SERVICE, key.pem)

            userOf(token) shouldBe SampleClients.KEY_SERVICE
        }

        test("device code") {
            val token =
                deviceToken(server.issuer, SampleClients.CLI) { page, userCode ->
                    thread(name = "visitor") { ScriptedVisitor().approveDevice(page, userCode) }
                }

            token.refreshToken.shouldNotBeNull()
            userOf(token) shouldBe "alice"
        }

        test("device code at a server that does not tell its endpoints") {
            val client = known(server.issuer, SampleClients.CLI)
            val code = client.deviceAuthorization { scope("openid") }
            ScriptedVisitor().approveDevice(code.verificationUri, code.userCode)

            val token = client.pollingJob(code).await()

            userOf(client, token.idToken.shouldNotBeNull()) shouldBe "alice"
        }

        test("authorization code") {
            CallbackPage().use { page ->
                val request = beginLogin(service(), page.uri)
                ScriptedVisitor().signIn(request.url, page.uri)

                val token = finishLogin(service(), request.serialize(), page.visitedUrl)

                greeting(service(), token) shouldBe "Hello Alice Liddell"
            }
        }

        test("authorization code that was obtained elsewhere") {
            CallbackPage().use { page ->
                val request = beginLogin(service(), page.uri)
                ScriptedVisitor().signIn(request.url, page.uri)
                val response = service().validate(request, page.visitedUrl)

                val token = redeem(service(), response.code, page.uri, request.codeVerifier)

                userOf(token) shouldBe "alice"
            }
        }

        test("authorization code, of a browser that comes back from another login") {
            CallbackPage().use { page ->
                val request = beginLogin(service(), page.uri)
                ScriptedVisitor().signIn(beginLogin(service(), page.uri).url, page.uri)

                shouldThrow<InvalidResponseException> { finishLogin(service(), request.serialize(), page.visitedUrl) }
            }
        }

        test("authorization code, by a request that was pushed") {
            CallbackPage().use { page ->
                val request = beginPushedLogin(service(), page.uri)
                request.url shouldContain "request_uri="
                request.url shouldNotContain "scope="
                ScriptedVisitor().signIn(request.url, page.uri)

                userOf(finishLogin(service(), request.serialize(), page.visitedUrl)) shouldBe "alice"
            }
        }

        test("a token that is bound to a key is good with a proof, and not without") {
            val client = clientWithBoundTokens(server.issuer, SampleClients.SERVICE, SampleClients.SECRET)
            val token = tokenForPassword(client, "alice", "alice")
            val stolen = Token.deserialize(token.serialize()).newBuilder().apply {
                dpopKey = null
                tokenType = "Bearer"
            }.build()

            callApi(client, token, "${server.issuer}/userinfo") shouldContain "alice"
            shouldThrow<AuthException> { callApi(client, stolen, "${server.issuer}/userinfo") }
        }

        test("CIBA") {
            coroutineScope {
                val login = async { tokenByTelephone(service(), user = "alice", message = "W4SCT") }
                eventually(20.seconds) {
                    withContext(Dispatchers.IO) { ScriptedVisitor().approveBackchannel(server.approvalUrl, "W4SCT") }
                }
                userOf(login.await()) shouldBe "alice"
            }
        }

        test("token exchange, for another API") {
            val user = tokenForBadge(service(), "4711")

            val token = tokenForInventory(service(), user.accessToken)

            service().introspect(token.accessToken).audience shouldContain "inventory"
            userOf(token) shouldBe "alice"
        }

        test("token exchange, to act for somebody") {
            val user = tokenForBadge(service(), "4711")
            val actor = tokenForPassword(service(), "alice", "alice")

            val token = tokenOnBehalf(service(), user, actor)

            service().introspect(token.accessToken).claims["act"].shouldNotBeNull()
        }

        test("JWT bearer") {
            userOf(tokenForJwt(service(), server.trustedIssuer.jwtAssertion())) shouldBe "alice"
        }

        test("SAML 2.0 bearer") {
            userOf(tokenForSaml(service(), server.trustedIssuer.samlAssertionXml())) shouldBe "alice"
        }

        test("password") {
            userOf(tokenForPassword(service(), "alice", "alice")) shouldBe "alice"
            shouldThrow<InvalidGrantException> { tokenForPassword(service(), "alice", "wrong") }
        }

        test("a grant of the server's own") {
            userOf(tokenForBadge(service(), "4711")) shouldBe "alice"
            shouldThrow<InvalidGrantException> { tokenForBadge(service(), "4712") }
        }

        test("refresh: the new token is kept, and the old refresh token is over") {
            val token = tokenForPassword(service(), "alice", "alice")
            var kept: Token? = null

            val fresh = refreshed(service(), token) { kept = it }

            fresh.accessToken shouldNotBe token.accessToken
            kept shouldBe fresh
            Token.deserialize(fresh.serialize()) shouldBe fresh
            refreshOrReason(service(), token) shouldBe "log in again"
        }
    })
