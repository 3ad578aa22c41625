package io.github.oidcauth.interop

import io.github.oidcauth.interop.HttpProbe.Companion.jsonObject
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.maps.shouldContainKey
import io.kotest.matchers.maps.shouldContainKeys
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import java.net.URLEncoder
import java.net.http.HttpResponse
import java.time.Instant
import java.util.Base64
import java.util.UUID

/** Keycloak is what the tests of the library take it for. Nothing of the library is in here. */
class KeycloakTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }

    test("its discovery names its own issuer and the grants that are switched on") {
        val metadata = HttpProbe.json(keycloak.discoveryUrl)

        metadata.string("issuer") shouldBe keycloak.issuer
        metadata.getValue("grant_types_supported").jsonArray.map { it.jsonPrimitive.content } shouldContainAll listOf(
            "urn:ietf:params:oauth:grant-type:device_code",
            "urn:ietf:params:oauth:grant-type:token-exchange",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "urn:openid:params:grant-type:ciba",
        )
        metadata.shouldContainKeys("pushed_authorization_request_endpoint", "dpop_signing_alg_values_supported")
    }

    test("a confidential client gets a token for itself, and may introspect it") {
        val token = keycloak.token(KeycloakClient.CONFIDENTIAL, "grant_type" to "client_credentials").string("access_token")

        keycloak.introspects(token).boolean("active") shouldBe true
    }

    test("the native client's tokens may be introspected by the confidential client") {
        val token = keycloak.passwordToken(KeycloakClient.PUBLIC).string("access_token")

        keycloak.introspects(token).string("username") shouldBe "alice"
    }

    test("alice signs in without a browser, and the code is worth an ID token") {
        val callback = FormLogin().callback(keycloak.authorizationUrl(KeycloakClient.CONFIDENTIAL))

        callback.url shouldStartWith "$REDIRECT_URI?"
        val tokens = keycloak.token(
            KeycloakClient.CONFIDENTIAL,
            "grant_type" to "authorization_code",
            "code" to callback.url.substringAfter("code=").substringBefore('&'),
            "redirect_uri" to REDIRECT_URI,
        )
        tokens shouldContainKey "id_token"
    }

    test("an answer by form_post arrives with its fields") {
        val callback = FormLogin().callback(keycloak.authorizationUrl(KeycloakClient.CONFIDENTIAL) + "&response_mode=form_post")

        callback.url shouldBe REDIRECT_URI
        callback.form.orEmpty() shouldContainKey "code"
    }

    test("a refusal at the page for consent comes back as access_denied") {
        val callback = FormLogin(decision = Decision.DENY)
            .callback(keycloak.authorizationUrl(KeycloakClient.CONSENT) + "&code_challenge_method=S256&code_challenge=$CHALLENGE")

        callback.url shouldContain "error=access_denied"
    }

    test("a device login is decided without a browser") {
        val device = keycloak.post("auth/device", KeycloakClient.CONFIDENTIAL, "scope" to "openid").jsonObject()

        FormLogin().visit(device.string("verification_uri_complete")) shouldContain "Device Login Successful"

        val tokens = keycloak.token(
            KeycloakClient.CONFIDENTIAL,
            "grant_type" to "urn:ietf:params:oauth:grant-type:device_code",
            "device_code" to device.string("device_code"),
        )
        tokens shouldContainKey "access_token"
    }

    Decision.entries.forEach { decision ->
        test("the user's telephone can ${decision.word} a CIBA request") {
            val bindingMessage = UUID.randomUUID().toString()
            val request = keycloak.post(
                "ext/ciba/auth",
                KeycloakClient.CONFIDENTIAL,
                "login_hint" to "alice",
                "scope" to "openid",
                "binding_message" to bindingMessage,
            ).jsonObject()

            keycloak.cibaDevice.request(bindingMessage).decide(keycloak, decision)

            val answer = keycloak.post(
                "token",
                KeycloakClient.CONFIDENTIAL,
                "grant_type" to "urn:openid:params:grant-type:ciba",
                "auth_req_id" to request.string("auth_req_id"),
            )
            when (decision) {
                Decision.ALLOW -> answer.jsonObject() shouldContainKey "id_token"
                Decision.DENY -> answer.jsonObject().string("error") shouldBe "access_denied"
            }
        }
    }

    test("a client with a notification endpoint is told of the decision") {
        val bindingMessage = UUID.randomUUID().toString()
        val request = keycloak.post(
            "ext/ciba/auth",
            KeycloakClient.CIBA_PING,
            "login_hint" to "alice",
            "scope" to "openid",
            "binding_message" to bindingMessage,
            "client_notification_token" to "notification-token",
        ).jsonObject()

        keycloak.cibaDevice.request(bindingMessage).decide(keycloak, Decision.ALLOW)

        keycloak.cibaDevice.notification(request.string("auth_req_id")).bearer shouldBe "notification-token"
    }

    test("tokens can be exchanged for tokens of another audience") {
        val subject = keycloak.passwordToken(KeycloakClient.CONFIDENTIAL).string("access_token")

        val exchanged = keycloak.token(
            KeycloakClient.CONFIDENTIAL,
            "grant_type" to "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token" to subject,
            "subject_token_type" to "urn:ietf:params:oauth:token-type:access_token",
            "audience" to KeycloakClient.TARGET_API.id,
        )

        exchanged.string("issued_token_type") shouldBe "urn:ietf:params:oauth:token-type:access_token"
    }

    test("ID tokens for a client with keys are encrypted") {
        val tokens = keycloak.passwordToken(KeycloakClient.ENCRYPTED)

        // A compact JWE has five parts, a JWS three.
        tokens.string("id_token").count { it == '.' } shouldBe 4
    }

    test("clients register themselves and go away again") {
        val registration = "${keycloak.issuer}/clients-registrations/openid-connect"
        val answer = HttpProbe.postJson(registration, """{"redirect_uris":["http://127.0.0.1/callback"]}""")

        answer.statusCode() shouldBe 201
        val client = answer.jsonObject()
        val headers = mapOf("Authorization" to "Bearer ${client.string("registration_access_token")}")
        HttpProbe.delete(client.string("registration_client_uri"), headers).statusCode() shouldBe 204
    }

    test("an administrator hands out initial access tokens for registration") {
        val registration = "${keycloak.issuer}/clients-registrations/openid-connect"
        val headers = mapOf("Authorization" to "Bearer ${keycloak.initialAccessToken()}")

        val answer = HttpProbe.postJson(registration, """{"redirect_uris":["https://client.test/callback"]}""", headers)

        answer.statusCode() shouldBe 201
    }

    listOf(KeycloakClient.PRIVATE_KEY_JWT, KeycloakClient.PRIVATE_KEY_JWT_ES256).forEach { client ->
        test("${client.id} proves itself by a signature") {
            val assertion = TestKeys.signed(claims(client.id, client.id, keycloak.issuer))

            val tokens = keycloak.token(
                client,
                "grant_type" to "client_credentials",
                "client_assertion_type" to "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion" to assertion,
            )

            tokens shouldContainKey "access_token"
        }
    }

    test("an assertion of an issuer that Keycloak trusts is a grant") {
        val tokens = keycloak.token(
            KeycloakClient.CONFIDENTIAL,
            "grant_type" to "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion" to TestKeys.signed(claims(Keycloak.ASSERTION_ISSUER, Keycloak.ASSERTION_SUBJECT, keycloak.issuer)),
        )

        keycloak.introspects(tokens.string("access_token")).string("username") shouldBe "alice"
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
        test("${client.id} gets its answer as a JWT of $parts parts") {
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

        val answer = HttpProbe(TestCertificates.tls()).postForm("${keycloak.tlsIssuer}/protocol/openid-connect/token", fields)

        answer.statusCode() shouldBe 401
    }

    test("a public client's tokens are bound to the certificate of the connection") {
        val probe = HttpProbe(TestCertificates.tls(TestCertificates.client))
        val fields = mapOf(
            "grant_type" to "password",
            "client_id" to KeycloakClient.MTLS_BOUND_PUBLIC.id,
            "username" to "alice",
            "password" to "alice",
        )

        val answer = probe.postForm("${keycloak.tlsIssuer}/protocol/openid-connect/token", fields)

        answer.jsonObject().string("access_token").claims() shouldContainKey "cnf"
    }

    test("alice signs in over https") {
        val url = keycloak.authorizationUrl(KeycloakClient.CONFIDENTIAL).replace(keycloak.issuer, keycloak.tlsIssuer)

        FormLogin(tls = TestCertificates.tls()).callback(url).url shouldContain "code="
    }

    test("a client that has to push its requests is turned away without") {
        val url = keycloak.authorizationUrl(KeycloakClient.PAR_REQUIRED) + "&code_challenge_method=S256&code_challenge=$CHALLENGE"

        HttpProbe.get(url).headers().firstValue("Location").orElse("") shouldContain "error=invalid_request"
    }

    test("a client that binds its tokens by DPoP gets none without a proof") {
        val answer = keycloak.post("token", KeycloakClient.DPOP_CONFIDENTIAL, "grant_type" to "client_credentials")

        answer.jsonObject().string("error") shouldBe "invalid_request"
    }
})

private const val REDIRECT_URI = "http://127.0.0.1:49152/callback"

/** RFC 7636, appendix B. */
private const val CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

private fun claims(issuer: String, subject: String, audience: String) = buildJsonObject {
    put("iss", issuer)
    put("sub", subject)
    put("aud", audience)
    put("jti", UUID.randomUUID().toString())
    put("iat", Instant.now().epochSecond)
    put("exp", Instant.now().epochSecond + 60)
}

private fun Keycloak.authorizationUrl(client: KeycloakClient): String =
    "$issuer/protocol/openid-connect/auth?response_type=code&scope=openid&client_id=${client.id}" +
        "&redirect_uri=${URLEncoder.encode(REDIRECT_URI, Charsets.UTF_8)}"

private fun Keycloak.post(endpoint: String, client: KeycloakClient, vararg fields: Pair<String, String>): HttpResponse<String> {
    val identification = if (client.secret == null) mapOf("client_id" to client.id) else emptyMap()
    val headers = client.secret?.let { HttpProbe.basic(client.id, it) }.orEmpty()
    return HttpProbe.postForm("$issuer/protocol/openid-connect/$endpoint", fields.toMap() + identification, headers)
}

private fun Keycloak.token(client: KeycloakClient, vararg fields: Pair<String, String>): JsonObject {
    val answer = post("token", client, *fields)
    check(answer.statusCode() == 200) { answer.body() }
    return answer.jsonObject()
}

private fun Keycloak.passwordToken(client: KeycloakClient): JsonObject =
    token(client, "grant_type" to "password", "username" to "alice", "password" to "alice", "scope" to "openid")

private fun Keycloak.introspects(token: String): JsonObject =
    post("token/introspect", KeycloakClient.CONFIDENTIAL, "token" to token).jsonObject()

/** The claims of a JWT, unverified. */
private fun String.claims(): JsonObject =
    Json.parseToJsonElement(Base64.getUrlDecoder().decode(split('.')[1]).decodeToString()).jsonObject

private fun JsonObject.string(name: String) = getValue(name).jsonPrimitive.content

private fun JsonObject.boolean(name: String) = getValue(name).jsonPrimitive.boolean
