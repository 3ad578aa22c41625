package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.browser.RawLogin
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
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RequestObjectSettings
import io.github.oidcauth.oauth2.ResponseMode
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject

/**
 * The code flow at the node provider with pushed and signed requests (PAR, JAR), signed responses (JARM) and bound codes
 * (DPoP).
 */
class CertifiedProtectedCodeTest : FunSpec({
    requires(NodeEnvironment)

    val provider by lazy { CertifiedProvider.shared() }

    /** Whom the provider says that the login was, which nobody but a hint in the request names. */
    suspend fun OAuth2Client.hinted(responseMode: ResponseMode = ResponseMode.QUERY): String {
        val token = codeToken {
            loginHint("alice")
            responseMode(responseMode)
        }
        return provider.introspects(token).string("sub")
    }

    suspend fun signing(
        algorithm: JwsAlgorithm = JwsAlgorithm.ES256,
        configure: RequestObjectSettings.Builder.() -> Unit = {},
    ): OAuth2Client = provider.client(CertifiedClient.JAR_REQUIRED) {
        authorization = AuthorizationSettings {
            requestObject(
                RequestObjectSettings(TestKeys.jwk(SIGNING_KEYS.getValue(algorithm))) {
                    algorithm(algorithm)
                    configure()
                },
            )
        }
    }

    test("PAR: a client that has to push gets its token by reference, once") {
        val client = provider.client(CertifiedClient.PAR_REQUIRED) { authorization = AuthorizationSettings { pushed() } }
        val request = client.loginRequest { loginHint("alice") }

        request.requestUri.shouldNotBeNull() shouldStartWith "urn:"
        parametersOf(request.url).keys shouldBe setOf("client_id", "request_uri")
        provider.introspects(client.redeem(request)).string("sub") shouldBe "alice"
        HttpProbe.get(request.url).statusCode() shouldBe 400
    }

    test("PAR: the same client is invalid_request without") {
        shouldThrow<InvalidRequestException> { provider.client(CertifiedClient.PAR_REQUIRED).hinted() }
    }

    test("PAR: a confidential client proves itself when it pushes") {
        val client = provider.client(CertifiedClient.BASIC) { authorization = AuthorizationSettings { pushed() } }
        val wrong = provider.client(CertifiedClient.BASIC) { clientSecret = "wrong" }

        client.hinted() shouldBe "alice"
        shouldThrow<InvalidClientException> { wrong.push(wrong.authorizationRequest(RawLogin.REDIRECT_URI)) }
    }

    SIGNING_KEYS.keys.forEach { algorithm ->
        test("JAR: a client that has to sign gets its token for a request by ${algorithm.identifier}") {
            signing(algorithm).hinted() shouldBe "alice"
        }
    }

    listOf(JweAlgorithm.RSA_OAEP_256, JweAlgorithm.ECDH_ES, JweAlgorithm.ECDH_ES_A256KW).forEach { encryption ->
        test("JAR: a request that is signed, and encrypted by ${encryption.identifier} for a key that the provider publishes") {
            val client = signing { encryption(encryption, ContentEncryption.A256GCM) }

            client.loginRequest().requestObject.shouldNotBeNull().count { it == '.' } shouldBe 4
            client.hinted() shouldBe "alice"
        }
    }

    test("JAR: the same client is invalid_request without a signature") {
        shouldThrow<InvalidRequestException> { provider.client(CertifiedClient.JAR_REQUIRED).hinted() }
    }

    test("JAR: signed and pushed at once, and refused at once when the key is not the client's") {
        fun settings(key: Jwk) = AuthorizationSettings {
            requestObject(RequestObjectSettings(key))
            pushed()
        }
        val client = provider.client(CertifiedClient.JAR_REQUIRED) { authorization = settings(TestKeys.jwk(TestKeys.ES256)) }
        val forger = provider.client(CertifiedClient.JAR_REQUIRED) {
            authorization = settings(Jwk.generate(JwsAlgorithm.ES256))
        }

        client.hinted() shouldBe "alice"
        shouldThrow<OAuthException> { forger.loginRequest() }.error shouldBe "invalid_request_object"
    }

    listOf(ResponseMode.JWT, ResponseMode.QUERY_JWT, ResponseMode.FORM_POST_JWT).forEach { mode ->
        test("JARM: ${mode.value} is a signed response") {
            val client = provider.client(CertifiedClient.JARM) {
                authorization = AuthorizationSettings {
                    responses(JwtProtection { signedResponseAlgorithms(JwsAlgorithm.ES256) })
                }
            }

            client.hinted(mode) shouldBe "alice"
        }
    }

    test("JARM: an encrypted response is opened, one that is signed otherwise than agreed is refused") {
        suspend fun client(registered: CertifiedClient, protection: JwtProtection.Builder.() -> Unit) =
            provider.client(registered) {
                authorization = AuthorizationSettings { responses(JwtProtection(protection)) }
                decryptionKeys = listOf(TestKeys.jwk(TestKeys.RSA_ENCRYPTION))
            }
        val encrypted = client(CertifiedClient.JARM_ENCRYPTED) {
            signedResponseAlgorithms(JwsAlgorithm.ES256)
            requireEncryption()
        }
        val demanding = client(CertifiedClient.JARM) { signedResponseAlgorithms(JwsAlgorithm.PS256) }

        encrypted.hinted(ResponseMode.QUERY_JWT) shouldBe "alice"
        shouldThrow<InvalidResponseException> { demanding.hinted(ResponseMode.QUERY_JWT) }
    }

    test("JARM: a refusal is signed too") {
        val client = provider.client(CertifiedClient.JARM)
        val browser = FormLogin(decision = Decision.DENY)

        shouldThrow<OAuthException> { client.codeToken(browser) { responseMode(ResponseMode.QUERY_JWT) } }
            .error shouldBe "access_denied"
    }

    listOf(false, true).forEach { nonces ->
        test("DPoP: a code is bound to a key, and buys a token for that key alone, nonces being ${if (nonces) "on" else "off"}") {
            val server = CertifiedProvider.shared(CertifiedProvider.Settings(dpopNonces = nonces))
            val client = server.client(CertifiedClient.DPOP_PUBLIC) { dpop = DPoP.perToken() }
            val request = client.loginRequest { loginHint("alice") }
            val theft =
                JsonObject(Json.parseToJsonElement(request.serialize()).jsonObject + ("dpop_jwk" to DPoPKey.generate().toJson()))

            val token = client.redeem(request)

            parametersOf(request.url)["dpop_jkt"] shouldBe token.dpopKey?.thumbprint
            server.introspects(token).getValue("cnf").jsonObject.string("jkt") shouldBe token.dpopKey?.thumbprint
            shouldThrow<InvalidGrantException> { client.redeem(AuthorizationRequest.deserialize("$theft")) }
        }
    }
})
