package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.browser.HttpProbe.Companion.jsonObject
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.browser.RawLogin.assertionClaims
import io.github.oidcauth.interop.browser.RawLogin.encoded
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.library.redeem
import io.github.oidcauth.interop.library.responseTo
import io.github.oidcauth.interop.requires
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.maps.shouldContainKey
import io.kotest.matchers.maps.shouldContainKeys
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** The node provider is what the tests of the library take it for. Nothing of the library is in here. */
class CertifiedProviderTest : FunSpec({
    requires(NodeEnvironment)

    val provider by lazy { CertifiedProvider.shared() }

    test("its discovery names its own issuer and what is switched on") {
        val metadata = HttpProbe.json(provider.discoveryUrl)

        metadata.string("issuer") shouldBe provider.issuer
        metadata.getValue("grant_types_supported").jsonArray.map { it.jsonPrimitive.content } shouldContainAll listOf(
            "urn:ietf:params:oauth:grant-type:device_code",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "urn:ietf:params:oauth:grant-type:token-exchange",
            "urn:openid:params:grant-type:ciba",
        )
        metadata.shouldContainKeys(
            "authorization_details_types_supported",
            "dpop_signing_alg_values_supported",
            "end_session_endpoint",
            "introspection_encryption_alg_values_supported",
            "pushed_authorization_request_endpoint",
            "registration_endpoint",
            "userinfo_encryption_alg_values_supported",
        )
        metadata.getValue("authorization_response_iss_parameter_supported").jsonPrimitive.boolean shouldBe true
    }

    test("a login hint signs in without a page, and the code is worth an encrypted ID token") {
        val code = provider.code(CertifiedClient.ENCRYPTED, "login_hint" to "alice")

        val tokens = provider.redeem(CertifiedClient.ENCRYPTED, code)

        tokens.string("id_token").split('.').size shouldBe 5
        provider.userinfo(tokens).body().split('.').size shouldBe 5
    }

    test("without a hint somebody signs in and consents at the pages") {
        val code = provider.code(CertifiedClient.SIGNED_USERINFO)

        val tokens = provider.redeem(CertifiedClient.SIGNED_USERINFO, code)

        provider.userinfo(tokens).body().split('.').size shouldBe 3
    }

    test("a refusal comes back as access_denied, from the pages and by the hint") {
        val url = provider.authorizationUrl(CertifiedClient.PUBLIC)

        FormLogin(decision = Decision.DENY).callback(url).url shouldContain "error=access_denied"
        FormLogin().callback("$url&login_hint=deny").url shouldContain "error=access_denied"
    }

    test("a device login is decided at the pages, and without them") {
        fun device() = provider.post("device/auth", CertifiedClient.BASIC, "scope" to "openid").jsonObject()

        fun poll(device: JsonObject) = provider.post(
            "token",
            CertifiedClient.BASIC,
            "grant_type" to "urn:ietf:params:oauth:grant-type:device_code",
            "device_code" to device.string("device_code"),
        ).jsonObject()

        val atThePages = device().also { FormLogin().visit(it.string("verification_uri_complete")) shouldContain "signed in" }
        val withoutThem = device().also { provider.decideDevice(it.string("user_code"), Decision.ALLOW) }
        val refused = device().also { FormLogin(decision = Decision.DENY).visit(it.string("verification_uri_complete")) }

        poll(atThePages) shouldContainKey "id_token"
        poll(withoutThem) shouldContainKey "id_token"
        poll(refused).string("error") shouldBe "access_denied"
    }

    Decision.entries.forEach { decision ->
        test("the user can ${decision.word} a CIBA request") {
            val request = provider.post("backchannel", CertifiedClient.BASIC, "scope" to "openid", "login_hint" to "alice")
                .jsonObject()
            val poll = arrayOf(
                "grant_type" to "urn:openid:params:grant-type:ciba",
                "auth_req_id" to request.string("auth_req_id"),
            )
            provider.post("token", CertifiedClient.BASIC, *poll).jsonObject().string("error") shouldBe "authorization_pending"

            provider.decideCiba(request.string("auth_req_id"), decision)

            val response = provider.post("token", CertifiedClient.BASIC, *poll).jsonObject()
            when (decision) {
                Decision.ALLOW -> response shouldContainKey "id_token"
                Decision.DENY -> response.string("error") shouldBe "access_denied"
            }
        }
    }

    test("authorization details reach the token") {
        val code = provider.code(
            CertifiedClient.PUBLIC,
            "login_hint" to "alice",
            "resource" to CertifiedProvider.OPAQUE_RESOURCE,
            "authorization_details" to """[{"type":"payment","amount":"12.50"}]""",
        )

        val tokens = provider.redeem(CertifiedClient.PUBLIC, code, "resource" to CertifiedProvider.OPAQUE_RESOURCE)

        tokens.getValue("authorization_details").jsonArray.single().jsonObject.string("amount") shouldBe "12.50"
    }

    test("tokens can be exchanged for tokens of a resource") {
        val tokens = provider.redeem(CertifiedClient.BASIC, provider.code(CertifiedClient.BASIC, "login_hint" to "alice"))

        val exchanged = provider.post(
            "token",
            CertifiedClient.BASIC,
            "grant_type" to "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token" to tokens.string("access_token"),
            "subject_token_type" to "urn:ietf:params:oauth:token-type:access_token",
            "resource" to CertifiedProvider.JWT_RESOURCE,
        ).jsonObject()

        exchanged.string("issued_token_type") shouldBe "urn:ietf:params:oauth:token-type:access_token"
        exchanged.string("access_token").split('.').size shouldBe 3
    }

    test("a trusted issuer's assertion is a grant, a otherServer's is not") {
        fun responseTo(issuer: String) = provider.post(
            "token",
            CertifiedClient.BASIC,
            "grant_type" to "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion" to TestKeys.signed(assertionClaims(issuer, "alice", provider.issuer)),
        ).jsonObject()

        val token = responseTo(CertifiedProvider.ASSERTION_ISSUER).string("access_token")

        provider.post("token/introspection", CertifiedClient.BASIC, "token" to token).jsonObject().string("sub") shouldBe "alice"
        responseTo("https://elsewhere.test").string("error") shouldBe "invalid_grant"
    }

    test("somebody who is signed in can sign out, and comes back") {
        val login = FormLogin()
        val tokens = provider.redeem(CertifiedClient.PUBLIC, provider.code(CertifiedClient.PUBLIC, login = login))
        val url = "${provider.issuer}/session/end?id_token_hint=${tokens.string("id_token")}" +
            "&post_logout_redirect_uri=${encoded("http://127.0.0.1:49152/logged-out")}&state=s"

        login.callback(url).url shouldBe "http://127.0.0.1:49152/logged-out?state=s"
    }
})
