package io.github.oidcauth.sample.oauth2

import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse

class EndpointSamplesTest :
    FunSpec({
        val server = SampleServer.start()
        afterSpec { server.close() }

        suspend fun service(secret: String = SampleClients.SECRET) =
            OAuth2Client.discover(server.issuer, SampleClients.SERVICE) { clientSecret = secret }

        suspend fun login() = tokenForPassword(service(), "alice", "alice")

        test("introspection and revocation: a token that was ended is good for nothing") {
            val token = login()
            isGoodFor(service(), token.accessToken, "openid") shouldBe true

            forget(service(), token)

            isGoodFor(service(), token.accessToken, "openid") shouldBe false
        }

        test("userinfo and ID tokens say who logged in") {
            val token = login()
            greeting(service(), token) shouldBe "Hello Alice Liddell"

            val idToken = token.idToken.shouldNotBeNull()
            userOf(service(), idToken) shouldBe "alice"
            userOfShared(server.issuer, SampleClients.SERVICE, idToken) shouldBe "alice"
            keyIds(service()).shouldNotBeEmpty()
            val (header, claims) = idToken.split('.')
            shouldThrow<InvalidResponseException> { userOf(service(), "$header.$claims.${"A".repeat(342)}") }
        }

        test("a registered client is known to the server at once") {
            val initialToken = service().token(ClientCredentialsGrant { scope("client.create") }).accessToken

            val kept = register(server.issuer, initialToken).serialize()

            registeredClient(server.issuer, kept).introspect("nonsense").active shouldBe false
        }

        test("a registered client changes its name, and leaves") {
            val initialToken = service().token(ClientCredentialsGrant { scope("client.create") }).accessToken
            val kept = register(server.issuer, initialToken).serialize()

            val renamed = rename(server.issuer, kept, "My new tool").serialize()
            renamed shouldContain "My new tool"
            registeredClient(server.issuer, renamed).introspect("nonsense").active shouldBe false

            unregister(server.issuer, renamed)
            shouldThrow<InvalidClientException> { registeredClient(server.issuer, renamed).introspect("nonsense") }
        }

        test("a logout ends the tokens, and leads the browser back") {
            val token = login()
            val logout = logout(service(), token, back = "http://127.0.0.1:8400/callback")

            val request = HttpRequest.newBuilder(URI(logout.url)).build()
            val response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding())

            val location = response.headers().firstValue("Location").orElse(null).shouldNotBeNull()
            location shouldStartWith "http://127.0.0.1:8400/callback?state="
            logout.isCallback(location) shouldBe true
            service().introspect(token.accessToken).active shouldBe false
        }

        context("errors are told apart") {
            suspend fun withTokenEndpoint(url: String) =
                OAuth2Client(
                    ServerMetadata.discover(server.issuer).newBuilder().tokenEndpoint(url).build(),
                    service().config,
                )

            test("a request that the server cannot do anything with") {
                refreshOrReason(withTokenEndpoint("${server.url}/oauth2/introspect"), login()) shouldStartWith
                    "the server refused: invalid_request"
            }

            test("a response to something else") {
                val metadata = ServerMetadata.discover(server.issuer)
                val confused = metadata.newBuilder().tokenEndpoint(metadata.deviceAuthorizationEndpoint.shouldNotBeNull()).build()
                refreshOrReason(OAuth2Client(confused, SampleClients.CLI), login()) shouldStartWith
                    "that was no response to believe: "
            }

            test("nobody there") {
                refreshOrReason(withTokenEndpoint("http://127.0.0.1:1/"), login()) shouldBe "no response: CONNECTION_REFUSED"
            }

            test("none") { refreshOrReason(service(), login()) shouldStartWith "good until " }

            test("a token that is over") {
                val token = login()
                forget(service(), token)
                refreshOrReason(service(), token) shouldBe "log in again"
            }

            test("a wrong secret") {
                refreshOrReason(service(secret = "wrong"), login()) shouldBe
                    "this program is not known there, or its secret is wrong"
            }
        }
    })
