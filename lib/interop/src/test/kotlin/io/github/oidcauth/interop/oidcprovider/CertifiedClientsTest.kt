package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.browser.HttpProbe.Companion.jsonObject
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.browser.RawLogin.CHALLENGE
import io.github.oidcauth.interop.browser.RawLogin.REDIRECT_URI
import io.github.oidcauth.interop.browser.RawLogin.assertionClaims
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.requires
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldContainKey
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import java.net.http.HttpResponse

/** The node provider's clients are what [CertifiedClient] says. Nothing of the library is in here. */
class CertifiedClientsTest : FunSpec({
    requires(NodeEnvironment)

    val provider by lazy { CertifiedProvider.shared() }

    listOf(CertifiedClient.BASIC, CertifiedClient.BASIC_ENCODED, CertifiedClient.DPOP_CONFIDENTIAL).forEach { client ->
        test("${client.id} is let in by its secret") {
            val response = provider.post("token", client, "grant_type" to "client_credentials").jsonObject()

            when (client) {
                CertifiedClient.DPOP_CONFIDENTIAL -> response.string("error") shouldBe "invalid_grant"
                else -> response shouldContainKey "access_token"
            }
        }
    }

    test("a client is let in by the secret in the form, and by a signature with a key or with the secret") {
        val byForm = mapOf("client_id" to CertifiedClient.POST.id, "client_secret" to CertifiedClient.POST.secret.orEmpty())
        val bySignature = mapOf(
            "client_assertion_type" to "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion" to
                CertifiedClient.PRIVATE_KEY_JWT.let { TestKeys.signed(assertionClaims(it.id, it.id, provider.issuer)) },
        )

        val bySecret = mapOf(
            "client_assertion_type" to "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion" to CertifiedClient.CLIENT_SECRET_JWT.let {
                TestKeys.signed(assertionClaims(it.id, it.id, provider.issuer), it.secret.orEmpty())
            },
        )

        listOf(byForm, bySignature, bySecret).forEach {
            val response = HttpProbe.postForm("${provider.issuer}/token", it + ("grant_type" to "client_credentials"))
            response.jsonObject() shouldContainKey "access_token"
        }
    }

    test("a resource decides the form of an access token, and an unknown one is refused") {
        fun tokenFor(resource: String) = provider.post(
            "token",
            CertifiedClient.BASIC,
            "grant_type" to "client_credentials",
            "resource" to resource,
            "scope" to "api:read",
        ).jsonObject()

        tokenFor(CertifiedProvider.JWT_RESOURCE).string("access_token").split('.').size shouldBe 3
        tokenFor(CertifiedProvider.OPAQUE_RESOURCE).string("access_token").split('.').size shouldBe 1
        tokenFor("urn:interop:nowhere").string("error") shouldBe "invalid_target"
    }

    test("introspection is responded to as a JWT, or as an encrypted one") {
        val token = provider.post("token", CertifiedClient.BASIC, "grant_type" to "client_credentials").jsonObject()

        mapOf(
            CertifiedClient.JWT_INTROSPECTION to 3,
            CertifiedClient.JWT_INTROSPECTION_ENCRYPTED to 5,
        ).forEach { (client, parts) ->
            val headers = HttpProbe.basic(client.id, client.secret.orEmpty()) +
                ("Accept" to "application/token-introspection+jwt")
            val fields = mapOf("token" to token.string("access_token"))
            HttpProbe.postForm("${provider.issuer}/token/introspection", fields, headers).body().split('.').size shouldBe parts
        }
    }

    test("a client that must push or sign its requests is refused without") {
        val hint = "login_hint=alice"
        val plain = provider.authorizationUrl(CertifiedClient.JAR_REQUIRED)
        val request = buildJsonObject {
            put("iss", CertifiedClient.JAR_REQUIRED.id)
            put("aud", provider.issuer)
            put("client_id", CertifiedClient.JAR_REQUIRED.id)
            put("response_type", "code")
            put("redirect_uri", REDIRECT_URI)
            put("scope", "openid")
            put("login_hint", "alice")
            put("code_challenge", CHALLENGE)
            put("code_challenge_method", "S256")
        }

        FormLogin().callback("${provider.authorizationUrl(CertifiedClient.PAR_REQUIRED)}&$hint").url shouldContain
            "error=invalid_request"
        FormLogin().callback("$plain&$hint").url shouldContain "error=invalid_request"
        FormLogin().callback("$plain&request=${TestKeys.signed(request)}").url shouldContain "code="
    }

    mapOf(CertifiedClient.JARM to 3, CertifiedClient.JARM_ENCRYPTED to 5).forEach { (client, parts) ->
        test("${client.id} gets its response as a JWT of $parts parts") {
            val url = provider.authorizationUrl(client) + "&login_hint=alice&response_mode=query.jwt"

            FormLogin().callback(url).url.substringAfter("response=").split('.').size shouldBe parts
        }
    }

    test("clients register, change themselves and go away") {
        val client = HttpProbe.postJson(
            "${provider.issuer}/reg",
            """{"redirect_uris":["https://client.test/callback"]}""",
        ).jsonObject()
        val headers = mapOf("Authorization" to "Bearer ${client.string("registration_access_token")}")

        HttpProbe.get(client.string("registration_client_uri"), headers).jsonObject().string("client_id") shouldBe
            client.string("client_id")
        HttpProbe.delete(client.string("registration_client_uri"), headers).statusCode() shouldBe 204
    }

    test("registration can be closed to strangers") {
        val closed = CertifiedProvider.shared(CertifiedProvider.Settings(registrationToken = "initial-access-token"))
        val metadata = """{"redirect_uris":["https://client.test/callback"]}"""
        val headers = mapOf("Authorization" to "Bearer initial-access-token")

        HttpProbe.postJson("${closed.issuer}/reg", metadata).statusCode() shouldBe 401
        HttpProbe.postJson("${closed.issuer}/reg", metadata, headers).statusCode() shouldBe 201
    }

    test("DPoP proofs need a nonce when that is switched on") {
        val strict = CertifiedProvider.shared(CertifiedProvider.Settings(dpopNonces = true))
        val headers = HttpProbe.basic(CertifiedClient.DPOP_CONFIDENTIAL.id, CertifiedClient.DPOP_CONFIDENTIAL.secret.orEmpty())

        fun responseOf(provider: CertifiedProvider): HttpResponse<String> {
            val proof = TestKeys.dpopProof("POST", "${provider.issuer}/token")
            val fields = mapOf("grant_type" to "client_credentials")
            return HttpProbe.postForm("${provider.issuer}/token", fields, headers + ("DPoP" to proof))
        }

        responseOf(provider).jsonObject().string("token_type") shouldBe "DPoP"
        val refusal = responseOf(strict)
        refusal.jsonObject().string("error") shouldBe "use_dpop_nonce"
        refusal.headers().map().mapKeys { it.key.lowercase() } shouldContainKey "dpop-nonce"
    }
})
