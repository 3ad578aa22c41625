// Tests ProviderQuirks.
package io.github.oidcauth.providers

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.addresses.queryParameters
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

/** Cognito: no device logins, endpoints at another host than the issuer's, logouts of its own. */
class CognitoTest :
    FunSpec({
        val issuer = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC"
        val host = "https://acme.auth.eu-west-1.amazoncognito.com"

        fun server() =
            MisbehavingServer().apply {
                publish(
                    issuer,
                    "issuer" to issuer,
                    "token_endpoint" to "$host/oauth2/token",
                    "jwks_uri" to "$issuer/.well-known/jwks.json",
                )
            }

        test("the endpoints are those of the metadata, at another host than the issuer's") {
            val metadata = server().client(Cognito.pool("eu-west-1", "eu-west-1_AbC")).metadata

            metadata.tokenEndpoint shouldBe "$host/oauth2/token"
            metadata.endSessionEndpoint.shouldBeNull()
        }

        test("members that older metadata omit are known from the domain") {
            val metadata = server().client(Cognito.pool("eu-west-1", "eu-west-1_AbC", "acme")).metadata

            metadata.authorizationEndpoint shouldBe "$host/oauth2/authorize"
            metadata.userinfoEndpoint shouldBe "$host/oauth2/userInfo"
            metadata.revocationEndpoint shouldBe "$host/oauth2/revoke"
            metadata.endSessionEndpoint shouldBe "$host/logout"
        }

        test("a domain of the customer's own is a host, and the metadata count more") {
            val metadata = server().client(Cognito.pool("eu-west-1", "eu-west-1_AbC", "https://login.example.com")).metadata

            metadata.endSessionEndpoint shouldBe "https://login.example.com/logout"
            metadata.tokenEndpoint shouldBe "$host/oauth2/token"
        }

        test("a logout names the client, and where to go by logout_uri") {
            val client = server().client(Cognito.pool("eu-west-1", "eu-west-1_AbC", "acme"))
            val logout =
                client.logoutRequest {
                    idTokenHint("it")
                    postLogoutRedirectUri("https://app.example/bye")
                }

            logout.url.substringBefore('?') shouldBe "$host/logout"
            queryParameters(logout.url.substringAfter('?')).orEmpty().mapValues { it.value.single() } shouldContainExactly
                mapOf("client_id" to "my-client", "logout_uri" to "https://app.example/bye")
            logout.state.shouldBeNull()
        }

        test("there is no device login, and the error says so before anything is sent") {
            val server = server()
            val client = server.client(Cognito.pool("eu-west-1", "eu-west-1_AbC", "acme"))
            val before = server.bench.requests.size

            shouldThrow<InvalidConfigException> { client.deviceAuthorization() }.message shouldContain
                "device_authorization_endpoint"
            server.bench.requests.size shouldBe before
        }
    })
