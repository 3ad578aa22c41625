package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.browser.HttpProbe.Companion.jsonObject
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.browser.RawLogin.CHALLENGE
import io.github.oidcauth.interop.browser.RawLogin.REDIRECT_URI
import io.github.oidcauth.interop.browser.RawLogin.assertionClaims
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.requires
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.maps.shouldContainKey
import io.kotest.matchers.maps.shouldContainKeys
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
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

        keycloak.introspects(token).getValue("active").jsonPrimitive.boolean shouldBe true
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

    test("a response by form_post arrives with its fields") {
        val callback = FormLogin().callback(keycloak.authorizationUrl(KeycloakClient.CONFIDENTIAL) + "&response_mode=form_post")

        callback.url shouldBe REDIRECT_URI
        callback.form.orEmpty() shouldContainKey "code"
    }

    test("a refusal at the page for consent comes back as access_denied") {
        val url = keycloak.authorizationUrl(KeycloakClient.CONSENT) +
            "&prompt=consent&code_challenge_method=S256&code_challenge=$CHALLENGE"

        val callback = FormLogin(decision = Decision.DENY).callback(url)

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

            val response = keycloak.post(
                "token",
                KeycloakClient.CONFIDENTIAL,
                "grant_type" to "urn:openid:params:grant-type:ciba",
                "auth_req_id" to request.string("auth_req_id"),
            )
            when (decision) {
                Decision.ALLOW -> response.jsonObject() shouldContainKey "id_token"
                Decision.DENY -> response.jsonObject().string("error") shouldBe "access_denied"
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

    test("an assertion of an issuer that Keycloak trusts is a grant") {
        val tokens = keycloak.token(
            KeycloakClient.CONFIDENTIAL,
            "grant_type" to "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion" to
                TestKeys.signed(assertionClaims(Keycloak.ASSERTION_ISSUER, Keycloak.ASSERTION_SUBJECT, keycloak.issuer)),
        )

        keycloak.introspects(tokens.string("access_token")).string("username") shouldBe "alice"
    }
})
