package io.github.oidcauth.sample.models

import io.github.oidcauth.AuthorizationPendingException
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.providers.Auth0
import io.github.oidcauth.providers.Provider
import io.github.oidcauth.sample.oauth2.CallbackPage
import io.github.oidcauth.sample.oauth2.tokenForBadge
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.ScriptedVisitor
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotBeEmpty
import io.kotest.matchers.string.shouldStartWith
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.seconds

/** Runs the counterparts of the examples of requests_oauth2client. */
class RequestsOAuth2ClientSamplesTest :
    FunSpec({
        val example = ExampleServer()
        val issuer = example.issuer
        val tokenEndpoint = example.tokenEndpoint
        val visitor = ScriptedVisitor()
        afterSpec { example.close() }

        suspend fun userToken(): Token = tokenForBadge(example.service(), "4711")

        suspend fun clientOfUsers(): OAuth2Client = OAuth2Client.discover(issuer, SampleClients.CLI)

        /** Returns the token of the client itself, which shows that the server knows it. */
        suspend fun OAuth2Client.ownToken(): String = token(ClientCredentialsGrant("read")).accessToken

        context("clients") {
            test("R01: a secret") {
                clientOf(tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET).ownToken().shouldNotBeEmpty()
            }

            test("R18: a secret in the header") {
                clientWithBasic(tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET).ownToken().shouldNotBeEmpty()
                shouldThrow<InvalidClientException> { clientWithBasic(tokenEndpoint, SampleClients.SERVICE, "wrong").ownToken() }
            }

            test("R19: a secret in the body") {
                clientWithPost(tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET).ownToken().shouldNotBeEmpty()
                shouldThrow<InvalidClientException> { clientWithPost(tokenEndpoint, SampleClients.SERVICE, "wrong").ownToken() }
            }

            test("R20: a signature with the secret") {
                clientWithSecretJwt(
                    tokenEndpoint,
                    SampleClients.SECRET_JWT_SERVICE,
                    SampleClients.SECRET,
                ).ownToken().shouldNotBeEmpty()
            }

            test("R21: a signature with a private key") {
                val key = Jwk.parse(example.server.serviceKey)
                clientsWithKey(tokenEndpoint, SampleClients.KEY_SERVICE, key).forEach { it.ownToken().shouldNotBeEmpty() }
            }

            test("R22: no authentication") {
                publicClient(tokenEndpoint, SampleClients.CLI).authentication.method shouldBe "none"
                shouldThrow<InvalidClientException> { publicClient(tokenEndpoint, SampleClients.SERVICE).ownToken() }
            }

            test("R23: a revocation endpoint") {
                val endpoint = "$issuer/oauth2/revoke"
                val client = clientThatRevokes(tokenEndpoint, endpoint, SampleClients.SECRET_JWT_SERVICE, SampleClients.SECRET)
                val token = client.token(ClientCredentialsGrant("read"))
                client.revoke(token)
                example.service().introspect(token.accessToken).active shouldBe false
            }

            test("R25: an introspection endpoint") {
                val token = userToken()
                val endpoint = "$issuer/oauth2/introspect"
                clientThatIntrospects(tokenEndpoint, endpoint, SampleClients.SECRET_JWT_SERVICE, SampleClients.SECRET)
                    .introspect(token.accessToken)
                    .subject shouldBe "alice"
            }

            test("R27: a userinfo endpoint") {
                val token = example.service().let { tokenOfPassword(it, "alice", "alice") }
                val client =
                    clientThatAsksForUsers(tokenEndpoint, "$issuer/userinfo", SampleClients.SERVICE, SampleClients.SECRET)
                userOfToken(client, token.accessToken).subject shouldBe "alice"
            }

            test("R29: a discovery document") {
                clientOfDocument(example.server.discoveryUrl, SampleClients.CLI).metadata.tokenEndpoint shouldBe tokenEndpoint
            }

            test("R30: a known provider") {
                Auth0.tenant("mytenant.eu").issuer shouldBe "https://mytenant.eu.auth0.com/"
                val here = Provider.builder("Sample", issuer).build()
                tokenOfTenant(SampleClients.SERVICE, SampleClients.SECRET, here).accessToken.shouldNotBeEmpty()
            }
        }

        context("tokens") {
            test("R02: a token with a lifetime") {
                val shown = CopyOnWriteArrayList<String>()
                val token = tokenWithLifetime(shown::add)
                token.headers.getValue("Authorization") shouldBe "Bearer an_access_token"
                shown.single() shouldContain "until ${token.expiresAt}"
            }

            test("R03: client credentials") {
                val token = tokenForApi(example.service(), "https://api.example.com")
                example.service().introspect(token.accessToken).scopes shouldBe listOf("read")
            }

            test("R15: an exchange, with the type as a URN") {
                val token = exchanged(tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET, userToken().accessToken)
                example.userOf(token) shouldBe "alice"
            }

            test("R16: an exchange for an actor, with short types") {
                val token = exchangedForActor(example.service(), userToken().accessToken, userToken().accessToken)
                example.service().introspect(token.accessToken).claims["act"].shouldNotBeNull()
            }

            test("R17: an exchange for an actor, with types of tokens") {
                val token = exchangedWithGuessedTypes(example.service(), userToken(), userToken())
                example.service().introspect(token.accessToken).claims["act"].shouldNotBeNull()
            }

            test("R24: revocations") {
                val (first, second, third) = List(3) { tokenOfPassword(example.service(), "alice", "alice") }
                val refreshToken = third.refreshToken.shouldNotBeNull()
                revokeTokens(example.service(), first.accessToken, second.accessToken, refreshToken)
                listOf(first, second, third).mapNotNull { example.userOf(it) } shouldBe emptyList()
            }

            test("R26: an introspection with a hint") {
                introspectedWithHint(example.service(), userToken().accessToken).subject shouldBe "alice"
            }

            test("R28: claims about the user") {
                val token = tokenOfPassword(example.service(), "alice", "alice")
                userOfToken(example.service(), token.accessToken).subject shouldBe "alice"
            }
        }

        context("logins in the browser") {
            test("R04: a URL") {
                val shown = CopyOnWriteArrayList<String>()
                val request = loginUrl(example.service(), "http://127.0.0.1:8400/callback", "https://api.example.com", shown::add)
                shown.single() shouldBe request.url
                request.url shouldContain "resource=https%3A%2F%2Fapi.example.com"
            }

            for (part in listOf("the URL", "the parameters")) {
                test("R05: $part, pasted") {
                    CallbackPage().use { page ->
                        val request = loginOfKnownUser(clientOfUsers(), page.uri, "alice")
                        visitor.signIn(request.url)
                        val pasted = if (part == "the URL") page.visitedUrl else page.visitedUrl.substringAfter('?')
                        val response = pastedResponse(clientOfUsers(), request) { pasted }
                        response.request shouldBe request
                    }
                }
            }

            test("R06: a validated response is redeemed") {
                CallbackPage().use { page ->
                    val request = loginOfKnownUser(clientOfUsers(), page.uri, "alice")
                    visitor.signIn(request.url)
                    val response = clientOfUsers().validate(request, page.visitedUrl)
                    example.userOf(redeemed(clientOfUsers(), response)) shouldBe "alice"
                }
            }

            test("R07: a code from elsewhere is redeemed with its verifier, and with no other one") {
                CallbackPage().use { page ->
                    val request = loginOfKnownUser(clientOfUsers(), page.uri, "alice")
                    visitor.signIn(request.url)
                    val code = page.visitedUrl.substringAfter("code=").substringBefore('&')
                    val verifier = request.codeVerifier.shouldNotBeNull()
                    example.userOf(redeemedFromElsewhere(clientOfUsers(), code, page.uri, verifier)) shouldBe "alice"
                    shouldThrow<InvalidGrantException> { redeemedFromElsewhere(clientOfUsers(), code, page.uri, "v".repeat(43)) }
                }
            }
        }

        context("logins elsewhere") {
            suspend fun code() = deviceCode(tokenEndpoint, "$issuer/oauth2/device_authorization", SampleClients.CLI)

            suspend fun login() =
                backchannelLogin(tokenEndpoint, "$issuer/oauth2/bc-authorize", SampleClients.SERVICE, SampleClients.SECRET)

            test("R08: a device code") { code().verificationUri shouldStartWith issuer }

            test("R09: the response with a device code") {
                val code = code()
                val shown = mutableListOf<Any?>()
                showDeviceCode(code, shown::add)
                shown[1] shouldBe code.userCode
                shown.last() shouldBe 1L
            }

            test("R10: a poll") {
                shouldThrow<AuthorizationPendingException> { polledOnce(clientOfUsers(), code().deviceCode) }
                val code = code()
                visitor.approveDevice(code.verificationUri, code.userCode)
                polledOnce(clientOfUsers(), code.deviceCode).accessToken.shouldNotBeEmpty()
            }

            test("R11: polls until the user has finished") {
                val code = code()
                visitor.approveDevice(code.verificationUri, code.userCode)
                polledByLoop(clientOfUsers(), code.deviceCode, 1.seconds).accessToken.shouldNotBeEmpty()
            }

            test("R12: a login on a telephone") { login().authReqId.shouldNotBeEmpty() }

            test("R13: the response for a login on a telephone") {
                val login = login()
                val shown = mutableListOf<Any?>()
                showBackchannelLogin(login, shown::add)
                shown.first() shouldBe login.authReqId
                shown.last() shouldBe null
            }

            test("R14: polls until the user has responded") {
                val login = login()
                visitor.approveBackchannel(example.server.approvalUrl)
                val token = polledForResponse(example.service(), login.authReqId, 1.seconds)
                example.userOf(token) shouldBe "alice"
            }
        }
    })
