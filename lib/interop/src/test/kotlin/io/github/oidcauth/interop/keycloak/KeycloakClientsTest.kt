package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.browser.HttpProbe.Companion.claims
import io.github.oidcauth.interop.browser.HttpProbe.Companion.jsonObject
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.browser.RawLogin.CHALLENGE
import io.github.oidcauth.interop.browser.RawLogin.REDIRECT_URI
import io.github.oidcauth.interop.browser.RawLogin.assertionClaims
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.requires
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldContainKey
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** Keycloak's clients are what [KeycloakClient] says. Nothing of the library is in here. */
class KeycloakClientsTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }

    test("ID tokens for a client with keys are encrypted") {
        val tokens = keycloak.passwordToken(KeycloakClient.ENCRYPTED)

        // A compact JWE has five parts, a JWS three.
        tokens.string("id_token").count { it == '.' } shouldBe 4
    }

    test("clients register themselves and go away again") {
        val registration = "${keycloak.issuer}/clients-registrations/openid-connect"
        val response = HttpProbe.postJson(registration, """{"redirect_uris":["http://127.0.0.1/callback"]}""")

        response.statusCode() shouldBe 201
        val client = response.jsonObject()
        val headers = mapOf("Authorization" to "Bearer ${client.string("registration_access_token")}")
        HttpProbe.delete(client.string("registration_client_uri"), headers).statusCode() shouldBe 204
    }

    test("an administrator hands out initial access tokens for registration") {
        val registration = "${keycloak.issuer}/clients-registrations/openid-connect"
        val headers = mapOf("Authorization" to "Bearer ${keycloak.initialAccessToken()}")

        val response = HttpProbe.postJson(registration, """{"redirect_uris":["https://client.test/callback"]}""", headers)

        response.statusCode() shouldBe 201
    }

    listOf(KeycloakClient.PRIVATE_KEY_JWT, KeycloakClient.PRIVATE_KEY_JWT_ES256).forEach { client ->
        test("${client.id} proves itself by a signature") {
            val assertion = TestKeys.signed(assertionClaims(client.id, client.id, keycloak.issuer))

            val tokens = keycloak.token(
                client,
                "grant_type" to "client_credentials",
                "client_assertion_type" to "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion" to assertion,
            )

            tokens shouldContainKey "access_token"
        }
    }

    test("a signed request object is taken, a plain request is not") {
        val request = buildJsonObject {
            put("iss", KeycloakClient.JAR_REQUIRED.id)
            put("aud", keycloak.issuer)
            put("client_id", KeycloakClient.JAR_REQUIRED.id)
            put("response_type", "code")
            put("redirect_uri", REDIRECT_URI)
            put("scope", "openid")
        }
        val plain = keycloak.authorizationUrl(KeycloakClient.JAR_REQUIRED)

        FormLogin().callback("$plain&request=${TestKeys.signed(request)}").url shouldContain "code="
        HttpProbe.get(plain).statusCode() shouldBe 400
    }

    mapOf(KeycloakClient.JARM to 3, KeycloakClient.JARM_ENCRYPTED to 5).forEach { (client, parts) ->
        test("${client.id} gets its response as a JWT of $parts parts") {
            val callback = FormLogin().callback(keycloak.authorizationUrl(client) + "&response_mode=query.jwt")

            callback.url.substringAfter("response=").split('.').size shouldBe parts
        }
    }

    test("userinfo comes signed, or signed and encrypted") {
        mapOf(KeycloakClient.SIGNED_USERINFO to 3, KeycloakClient.ENCRYPTED to 5).forEach { (client, parts) ->
            val headers = mapOf("Authorization" to "Bearer ${keycloak.passwordToken(client).string("access_token")}")
            val userinfo = HttpProbe.get("${keycloak.issuer}/protocol/openid-connect/userinfo", headers)

            userinfo.headers().firstValue("Content-Type").orElse("") shouldStartWith "application/jwt"
            userinfo.body().split('.').size shouldBe parts
        }
    }

    test("the same realm is there over https, and lets a client in by its certificate") {
        val probe = HttpProbe(TestCertificates.tls(TestCertificates.client))
        val metadata = probe.json("${keycloak.tlsIssuer}/.well-known/openid-configuration")

        metadata.string("issuer") shouldBe keycloak.tlsIssuer
        val fields = mapOf("grant_type" to "client_credentials", "client_id" to KeycloakClient.MTLS.id)
        val token = probe.postForm(metadata.string("token_endpoint"), fields).jsonObject().string("access_token")
        token.claims() shouldContainKey "cnf"
    }

    test("without its certificate the client stays outside") {
        val fields = mapOf("grant_type" to "client_credentials", "client_id" to KeycloakClient.MTLS.id)

        val response = HttpProbe(TestCertificates.tls()).postForm("${keycloak.tlsIssuer}/protocol/openid-connect/token", fields)

        response.statusCode() shouldBe 401
    }

    test("a public client's tokens are bound to the certificate of the connection") {
        val probe = HttpProbe(TestCertificates.tls(TestCertificates.client))
        val fields = mapOf(
            "grant_type" to "password",
            "client_id" to KeycloakClient.MTLS_BOUND_PUBLIC.id,
            "username" to "alice",
            "password" to "alice",
        )

        val response = probe.postForm("${keycloak.tlsIssuer}/protocol/openid-connect/token", fields)

        response.jsonObject().string("access_token").claims() shouldContainKey "cnf"
    }

    test("alice signs in over https") {
        val url = keycloak.authorizationUrl(KeycloakClient.CONFIDENTIAL).replace(keycloak.issuer, keycloak.tlsIssuer)

        FormLogin(tls = TestCertificates.tls()).callback(url).url shouldContain "code="
    }

    test("client-secret-jwt proves itself by its secret") {
        val client = KeycloakClient.CLIENT_SECRET_JWT

        val tokens = keycloak.token(
            client,
            "grant_type" to "client_credentials",
            "client_assertion_type" to "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion" to TestKeys.signed(
                assertionClaims(client.id, client.id, keycloak.issuer),
                client.secret.orEmpty(),
            ),
        )

        tokens shouldContainKey "access_token"
    }

    test("a client that has to push its requests gets a code for a pushed one, and is turned away without") {
        val url = keycloak.authorizationUrl(KeycloakClient.PAR_REQUIRED) + "&code_challenge_method=S256&code_challenge=$CHALLENGE"

        HttpProbe.get(url).headers().firstValue("Location").orElse("") shouldContain "error=invalid_request"
        val pushed = keycloak.post(
            "ext/par/request",
            KeycloakClient.PAR_REQUIRED,
            "response_type" to "code",
            "scope" to "openid",
            "redirect_uri" to REDIRECT_URI,
            "code_challenge" to CHALLENGE,
            "code_challenge_method" to "S256",
        ).jsonObject()
        val short = "${keycloak.issuer}/protocol/openid-connect/auth?client_id=${KeycloakClient.PAR_REQUIRED.id}" +
            "&request_uri=${pushed.string("request_uri")}"
        FormLogin().callback(short).url shouldContain "code="
    }

    test("a client that binds its tokens by DPoP gets one for a proof, and none without") {
        val response = keycloak.post("token", KeycloakClient.DPOP_CONFIDENTIAL, "grant_type" to "client_credentials")

        response.jsonObject().string("error") shouldBe "invalid_request"
        val headers = HttpProbe.basic(KeycloakClient.DPOP_CONFIDENTIAL.id, KeycloakClient.DPOP_CONFIDENTIAL.secret.orEmpty()) +
            ("DPoP" to TestKeys.dpopProof("POST", keycloak.tokenEndpoint))
        HttpProbe.postForm(keycloak.tokenEndpoint, mapOf("grant_type" to "client_credentials"), headers)
            .jsonObject().string("token_type") shouldBe "DPoP"
    }
})
