package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.browser.HttpProbe.Companion.claims
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.browser.RawLogin
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.library.SIGNING_KEYS
import io.github.oidcauth.interop.library.codeToken
import io.github.oidcauth.interop.library.jwk
import io.github.oidcauth.interop.library.loginRequest
import io.github.oidcauth.interop.library.parametersOf
import io.github.oidcauth.interop.library.redeem
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.AuthorizationSettings
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.DPoP
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.github.oidcauth.oauth2.RequestObjectSettings
import io.github.oidcauth.oauth2.ResponseMode
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import kotlinx.serialization.json.jsonObject

/** The code flow at Keycloak with pushed and signed requests (PAR, JAR), signed responses (JARM) and bound codes (DPoP). */
class KeycloakProtectedCodeTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }

    fun AuthorizationRequest.shouldShowAReferenceAlone() {
        requestUri.shouldNotBeNull() shouldStartWith "urn:"
        parametersOf(url).keys shouldBe setOf("client_id", "request_uri")
    }

    test("PAR: a client that has to push gets its token by reference") {
        val client = keycloak.client(KeycloakClient.PAR_REQUIRED) { authorization = AuthorizationSettings { pushed() } }
        val request = client.loginRequest()

        request.shouldShowAReferenceAlone()
        client.redeem(request).idTokenClaims.shouldNotBeNull().string("preferred_username") shouldBe "alice"
    }

    test("PAR: the same client is invalid_request without, and cannot push what is not its own") {
        val client = keycloak.client(KeycloakClient.PAR_REQUIRED)

        shouldThrow<InvalidRequestException> { client.codeToken() }
        shouldThrow<InvalidRequestException> {
            client.push(client.authorizationRequest("https://elsewhere.test/callback"))
        }
    }

    test("PAR: a confidential client proves itself when it pushes") {
        val client = keycloak.client(KeycloakClient.CONFIDENTIAL) { authorization = AuthorizationSettings { pushed() } }
        val wrong = keycloak.client(KeycloakClient.CONFIDENTIAL) { clientSecret = "wrong" }

        keycloak.introspects(client.codeToken()).string("username") shouldBe "alice"
        // RFC 6749 §5.2 has invalid_client for that.
        shouldThrow<InvalidRequestException> { wrong.push(wrong.authorizationRequest(RawLogin.REDIRECT_URI)) }
    }

    listOf(JwsAlgorithm.ES256, JwsAlgorithm.PS256, JwsAlgorithm.EdDSA).forEach { algorithm ->
        test("JAR: a client that has to sign gets its token for a request by ${algorithm.identifier}") {
            val key = TestKeys.jwk(SIGNING_KEYS.getValue(algorithm))
            val client = keycloak.client(KeycloakClient.JAR_REQUIRED) {
                authorization = AuthorizationSettings {
                    requestObject(RequestObjectSettings(key) { algorithm(algorithm) })
                }
            }

            client.codeToken().idTokenClaims.shouldNotBeNull().string("preferred_username") shouldBe "alice"
        }
    }

    test("JAR: a request that is signed, and encrypted for a key that Keycloak publishes") {
        val client = keycloak.client(KeycloakClient.JAR_REQUIRED) {
            authorization = AuthorizationSettings {
                requestObject(
                    RequestObjectSettings(TestKeys.jwk(TestKeys.ES256)) {
                        encryption(JweAlgorithm.RSA_OAEP_256, ContentEncryption.A256GCM)
                    },
                )
            }
        }
        val request = client.loginRequest()

        request.requestObject.shouldNotBeNull().count { it == '.' } shouldBe 4
        client.redeem(request).idTokenClaims.shouldNotBeNull().string("preferred_username") shouldBe "alice"
    }

    test("JAR: signed and pushed at once") {
        val client = keycloak.client(KeycloakClient.JAR_REQUIRED) {
            authorization = AuthorizationSettings {
                requestObject(RequestObjectSettings(TestKeys.jwk(TestKeys.ES256)))
                pushed()
            }
        }
        val request = client.loginRequest()

        request.shouldShowAReferenceAlone()
        client.redeem(request).idTokenClaims.shouldNotBeNull().string("preferred_username") shouldBe "alice"
    }

    test("JAR: signed, and published where Keycloak fetches it") {
        val client = keycloak.client(KeycloakClient.JAR_REQUIRED) {
            authorization = AuthorizationSettings { requestObject(RequestObjectSettings(TestKeys.jwk(TestKeys.ES256))) }
        }
        val signed = client.loginRequest()
        val uri = keycloak.requestObjects.publish(signed.requestObject.shouldNotBeNull())

        val request = signed.withRequestUri(uri)

        // OpenID Connect Core 1.0 §6.2 wants type and scope outside too.
        parametersOf(request.url).keys shouldBe setOf("client_id", "request_uri", "response_type", "scope")
        client.redeem(request).idTokenClaims.shouldNotBeNull().string("preferred_username") shouldBe "alice"
    }

    test("JAR: the same client gets no page for a request that is not signed") {
        val request = keycloak.client(KeycloakClient.JAR_REQUIRED).loginRequest()

        HttpProbe.get(request.url).statusCode() shouldBe 400
    }

    listOf(ResponseMode.JWT, ResponseMode.QUERY_JWT, ResponseMode.FORM_POST_JWT).forEach { mode ->
        test("JARM: ${mode.value} is a signed response") {
            val client = keycloak.client(KeycloakClient.JARM) {
                authorization = AuthorizationSettings {
                    responses(JwtProtection { signedResponseAlgorithms(JwsAlgorithm.ES256) })
                }
            }

            val token = client.codeToken { responseMode(mode) }

            token.idTokenClaims.shouldNotBeNull().string("preferred_username") shouldBe "alice"
        }
    }

    test("JARM: an encrypted response is opened, one that is signed otherwise than agreed is refused") {
        suspend fun client(registered: KeycloakClient, protection: JwtProtection.Builder.() -> Unit) =
            keycloak.client(registered) {
                authorization = AuthorizationSettings { responses(JwtProtection(protection)) }
                decryptionKeys = listOf(TestKeys.jwk(TestKeys.RSA_ENCRYPTION))
            }
        val encrypted = client(KeycloakClient.JARM_ENCRYPTED) {
            signedResponseAlgorithms(JwsAlgorithm.ES256)
            requireEncryption()
        }
        val demanding = client(KeycloakClient.JARM) { signedResponseAlgorithms(JwsAlgorithm.PS256) }

        encrypted.codeToken { responseMode(ResponseMode.QUERY_JWT) }
            .idTokenClaims.shouldNotBeNull().string("preferred_username") shouldBe "alice"
        shouldThrow<InvalidResponseException> { demanding.codeToken { responseMode(ResponseMode.QUERY_JWT) } }
    }

    test("DPoP: what a code buys is bound to a key") {
        val token = keycloak.client(KeycloakClient.DPOP_PUBLIC) { dpop = DPoP.perToken() }.codeToken()

        token.tokenType shouldBe "DPoP"
        token.accessToken.claims().getValue("cnf").jsonObject.string("jkt") shouldBe token.dpopKey?.thumbprint
    }
})
