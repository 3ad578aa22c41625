// Tests RequestOptions, ClientAuthenticator and EndpointCaller.
package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.jose.NimbusJose
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlin.io.encoding.Base64

/** The client authentication of one request, in place of the client's own. */
class RequestCredentialsTest :
    FunSpec({
        val secretOnce = RequestOptions { clientSecret("once") }

        fun ReceivedRequest.basic() = Base64.decode(header("authorization").orEmpty().removePrefix("Basic ")).decodeToString()

        fun bench() = ClientBench { ScriptedResponse.token() }

        test("a secret of one request is sent in that request alone") {
            val bench = bench()
            val client = bench.client { clientSecret = "always" }

            client.token(ClientCredentialsGrant())
            client.token(ClientCredentialsGrant(secretOnce))
            client.token(ClientCredentialsGrant())

            bench.requests.map { it.basic() } shouldBe listOf("my-client:always", "my-client:once", "my-client:always")
        }

        test("by the method that the server supports") {
            val bench = bench()
            val metadata =
                ClientBench.METADATA.newBuilder()
                    .member("token_endpoint_auth_methods_supported", listOf("client_secret_post")).build()

            bench.client(metadata).token(ClientCredentialsGrant(secretOnce))

            bench.requests.single()["client_secret"] shouldBe "once"
            bench.requests.single().header("authorization").shouldBeNull()
        }

        test("every endpoint takes credentials of one request, also where the request is in a JWT") {
            val bench =
                ClientBench { ScriptedResponse("""{"active":false,"auth_req_id":"a","expires_in":60}""") }
            val key = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256)
            val client =
                bench.client {
                    authorization = AuthorizationSettings { requestObject = RequestObjectSettings(key) {} }
                }
            val hint = BackchannelAuthenticationRequest.loginHint("alice")

            client.introspect("at", options = secretOnce)
            client.revoke("at", options = secretOnce)
            client.backchannelAuthentication(hint.options(secretOnce).build())

            bench.requests.map { it.basic() } shouldBe List(3) { "my-client:once" }
            bench.requests.last()["request"].shouldNotBeNull()
            bench.requests.last()["login_hint"].shouldBeNull()
        }

        test("of a secret and an authentication, the later one counts") {
            val post = ClientSecretPost("posted")
            val bench = bench()
            val client = bench.client()

            client.token(ClientCredentialsGrant { clientSecret("once").authentication(post) })
            client.token(ClientCredentialsGrant { authentication(post).clientSecret("once") })
            client.token(ClientCredentialsGrant { authentication(NoClientAuthentication) })

            bench.requests[0]["client_secret"] shouldBe "posted"
            bench.requests[1].basic() shouldBe "my-client:once"
            bench.requests[2].header("authorization").shouldBeNull()
            bench.requests[2]["client_id"] shouldBe "my-client"
        }

        test("a certificate cannot come with one request") {
            val e =
                shouldThrow<InvalidConfigException> {
                    bench().client().token(ClientCredentialsGrant { authentication(TlsClientAuth) })
                }
            e.message shouldContain "clientCertificate"
        }

        test("a refusal names the method of the request, and not the secret") {
            val bench = ClientBench { ScriptedResponse.error("invalid_client", 401, """"error_description":"once is wrong"""") }

            val e = shouldThrow<InvalidClientException> { bench.client().token(ClientCredentialsGrant(secretOnce)) }

            e.message shouldContain "client_secret_basic"
            "${e.message} ${e.detail}" shouldNotContain "once"
            secretOnce.toString() shouldNotContain "once"
        }
    })
