// Tests ProviderQuirks.
package io.github.oidcauth.providers

import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.internal.addresses.queryParameters
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.openid.LogoutOptions
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runTest

/** Auth0: `audience`, device logins without a secret, `/v2/logout`. */
class Auth0Test :
    FunSpec({
        val domain = "acme.eu.auth0.com"
        val deviceUrl = "https://$domain/oauth/device/code"
        val tokenUrl = "https://$domain/oauth/token"
        val opaque = "SlAV32hkKG"
        val jwt = "eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl"

        fun server(
            scope: TestScope? = null,
            vararg more: Pair<String, String>,
        ) = MisbehavingServer(scope).apply {
            publish(
                "https://$domain",
                "issuer" to "https://$domain/",
                "token_endpoint" to tokenUrl,
                "device_authorization_endpoint" to deviceUrl,
                *more,
            )
            post(deviceUrl) {
                if (it.showsCredentials) {
                    ScriptedResponse.error("unauthorized_client", 403)
                } else {
                    ScriptedResponse(
                        """{"device_code":"dc","user_code":"C","verification_uri":"https://$domain/activate","expires_in":900}""",
                    )
                }
            }
            post(tokenUrl) {
                val token = if (it["audience"] == null) opaque else jwt
                ScriptedResponse("""{"access_token":"$token","token_type":"Bearer","expires_in":86400}""")
            }
        }

        test("a client with a secret starts a device login without it, and polls without it") {
            runTest {
                val server = server(this)
                val client = server.client(Auth0.tenant(domain)) { clientSecret = "s3cret" }

                val code = client.deviceAuthorization(RequestOptions { audience("https://api.example") })
                client.pollingJob(code).await()
                client.token(ClientCredentialsGrant())

                server.requests(deviceUrl).single()["audience"] shouldBe "https://api.example"
                val (poll, credentials) = server.requests(tokenUrl)
                poll["client_id"] shouldBe "my-client"
                poll.showsCredentials shouldBe false
                credentials.showsCredentials shouldBe true
            }
        }

        test("the stub refuses a secret, as Auth0 does to clients that do not know it") {
            val server = server()
            val metadata = server.client(Auth0.tenant(domain)).metadata
            val client = server.bench.client(metadata) { clientSecret = "s3cret" }

            shouldThrow<UnauthorizedClientException> { client.deviceAuthorization() }.statusCode shouldBe 403
        }

        test("a device code without an interval is polled for every five seconds") {
            server().client(Auth0.tenant(domain)).deviceAuthorization().intervalSeconds shouldBe 5
        }

        test("audience decides between a token that is opaque and one that is a JWT, and neither is looked into") {
            val client = server().client(Auth0.tenant(domain))

            client.token(ClientCredentialsGrant()).accessToken shouldBe opaque
            client.token(ClientCredentialsGrant { audience("https://api.example") }).accessToken shouldBe jwt
        }

        test("a login in the browser says which API its token is for") {
            val client = server(null, "authorization_endpoint" to "https://$domain/authorize").client(Auth0.tenant(domain))

            client.authorizationRequest(REDIRECT) { audience("https://api.example") }.sent["audience"] shouldBe
                "https://api.example"
        }

        context("a logout") {
            val redirect = "https://app.example/bye"
            val options =
                LogoutOptions {
                    idTokenHint("it")
                    postLogoutRedirectUri(redirect)
                    state("s")
                }

            fun parameters(url: String) = queryParameters(url.substringAfter('?')).orEmpty().mapValues { it.value.single() }

            test("at an old tenant, which names no endpoint for it, is at /v2/logout with returnTo") {
                val client = server().client(Auth0.tenant(domain))

                client.metadata.endSessionEndpoint shouldBe "https://$domain/v2/logout"
                val logout = client.logoutRequest(options)
                parameters(logout.url) shouldContainExactly mapOf("client_id" to "my-client", "returnTo" to redirect)
                // A value that does not come back cannot be compared.
                logout.state.shouldBeNull()
                logout.isCallback(redirect) shouldBe true
            }

            test("at a tenant that names an endpoint is as specified") {
                val client = server(null, "end_session_endpoint" to "https://$domain/oidc/logout").client(Auth0.tenant(domain))

                client.metadata.endSessionEndpoint shouldBe "https://$domain/oidc/logout"
                val logout = client.logoutRequest(options)
                parameters(logout.url) shouldContainExactly
                    mapOf(
                        "id_token_hint" to "it",
                        "client_id" to "my-client",
                        "post_logout_redirect_uri" to redirect,
                        "state" to "s",
                    )
                logout.isCallback(redirect) shouldBe false
            }
        }

        test("the issuer has its slash, and the metadata of another tenant are refused") {
            val server = server()

            server.client(Auth0.tenant(domain)).metadata.issuer shouldBe "https://$domain/"
            server.client(Auth0.tenant(domain)).metadata.revocationEndpoint.shouldBeNull()
        }
    })
