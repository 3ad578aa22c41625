package io.github.oidcauth.interop

import io.github.oidcauth.interop.HttpProbe.Companion.jsonObject
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.maps.shouldContainKey
import io.kotest.matchers.maps.shouldContainKeys
import io.kotest.matchers.maps.shouldNotContainKey
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
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
import java.util.UUID

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

            val answer = provider.post("token", CertifiedClient.BASIC, *poll).jsonObject()
            when (decision) {
                Decision.ALLOW -> answer shouldContainKey "id_token"
                Decision.DENY -> answer.string("error") shouldBe "access_denied"
            }
        }
    }

    listOf(CertifiedClient.BASIC, CertifiedClient.BASIC_ENCODED, CertifiedClient.DPOP_CONFIDENTIAL).forEach { client ->
        test("${client.id} is let in by its secret") {
            val answer = provider.post("token", client, "grant_type" to "client_credentials").jsonObject()

            when (client) {
                CertifiedClient.DPOP_CONFIDENTIAL -> answer.string("error") shouldBe "invalid_grant"
                else -> answer shouldContainKey "access_token"
            }
        }
    }

    test("a client is let in by the secret in the form, and by a signature") {
        val byForm = mapOf("client_id" to CertifiedClient.POST.id, "client_secret" to CertifiedClient.POST.secret.orEmpty())
        val bySignature = mapOf(
            "client_assertion_type" to "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion" to CertifiedClient.PRIVATE_KEY_JWT.let { TestKeys.signed(claims(it.id, it.id, provider.issuer)) },
        )

        listOf(byForm, bySignature).forEach {
            val answer = HttpProbe.postForm("${provider.issuer}/token", it + ("grant_type" to "client_credentials"))
            answer.jsonObject() shouldContainKey "access_token"
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

    test("introspection is answered as a JWT, or as an encrypted one") {
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

    test("a trusted issuer's assertion is a grant, a stranger's is not") {
        fun answerTo(issuer: String) = provider.post(
            "token",
            CertifiedClient.BASIC,
            "grant_type" to "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion" to TestKeys.signed(claims(issuer, "alice", provider.issuer)),
        ).jsonObject()

        val token = answerTo(CertifiedProvider.ASSERTION_ISSUER).string("access_token")

        provider.post("token/introspection", CertifiedClient.BASIC, "token" to token).jsonObject().string("sub") shouldBe "alice"
        answerTo("https://elsewhere.test").string("error") shouldBe "invalid_grant"
    }

    test("who has to push a request, or to sign it, is turned away without") {
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
        test("${client.id} gets its answer as a JWT of $parts parts") {
            val url = provider.authorizationUrl(client) + "&login_hint=alice&response_mode=query.jwt"

            FormLogin().callback(url).url.substringAfter("response=").split('.').size shouldBe parts
        }
    }

    test("somebody who is signed in can sign out, and comes back") {
        val login = FormLogin()
        val tokens = provider.redeem(CertifiedClient.PUBLIC, provider.code(CertifiedClient.PUBLIC, login = login))
        val url = "${provider.issuer}/session/end?id_token_hint=${tokens.string("id_token")}" +
            "&post_logout_redirect_uri=${encoded("http://127.0.0.1:49152/logged-out")}&state=s"

        login.callback(url).url shouldBe "http://127.0.0.1:49152/logged-out?state=s"
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

        fun answerOf(provider: CertifiedProvider): HttpResponse<String> {
            val proof = TestKeys.dpopProof("POST", "${provider.issuer}/token")
            val fields = mapOf("grant_type" to "client_credentials")
            return HttpProbe.postForm("${provider.issuer}/token", fields, headers + ("DPoP" to proof))
        }

        answerOf(provider).jsonObject().string("token_type") shouldBe "DPoP"
        val refusal = answerOf(strict)
        refusal.jsonObject().string("error") shouldBe "use_dpop_nonce"
        refusal.headers().map().mapKeys { it.key.lowercase() } shouldContainKey "dpop-nonce"
    }
})

private const val REDIRECT_URI = "http://127.0.0.1:49152/callback"

/** RFC 7636, appendix B. */
private const val VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
private const val CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

private fun encoded(text: String) = URLEncoder.encode(text, Charsets.UTF_8)

private fun claims(issuer: String, subject: String, audience: String) = buildJsonObject {
    put("iss", issuer)
    put("sub", subject)
    put("aud", audience)
    put("jti", UUID.randomUUID().toString())
    put("iat", Instant.now().epochSecond)
    put("exp", Instant.now().epochSecond + 60)
}

private fun CertifiedProvider.authorizationUrl(client: CertifiedClient): String =
    "$issuer/auth?response_type=code&scope=openid&client_id=${client.id}&redirect_uri=${encoded(REDIRECT_URI)}" +
        "&code_challenge_method=S256&code_challenge=$CHALLENGE"

private fun CertifiedProvider.code(
    client: CertifiedClient,
    vararg more: Pair<String, String>,
    login: FormLogin = FormLogin(),
): String {
    val parameters = more.joinToString("") { (name, value) -> "&$name=${encoded(value)}" }
    val callback = login.callback(authorizationUrl(client) + parameters).url
    callback shouldStartWith "$REDIRECT_URI?code="
    return callback.substringAfter("code=").substringBefore('&')
}

private fun CertifiedProvider.redeem(client: CertifiedClient, code: String, vararg more: Pair<String, String>): JsonObject = post(
    "token",
    client,
    "grant_type" to "authorization_code",
    "code" to code,
    "redirect_uri" to REDIRECT_URI,
    "code_verifier" to VERIFIER,
    *more,
).jsonObject().also { it shouldNotContainKey "error" }

private fun CertifiedProvider.userinfo(tokens: JsonObject): HttpResponse<String> =
    HttpProbe.get("$issuer/me", mapOf("Authorization" to "Bearer ${tokens.string("access_token")}"))

private fun CertifiedProvider.post(
    endpoint: String,
    client: CertifiedClient,
    vararg fields: Pair<String, String>,
): HttpResponse<String> {
    val identification = if (client.secret == null) mapOf("client_id" to client.id) else emptyMap()
    val headers = client.secret?.let { HttpProbe.basic(client.id, encoded(it)) }.orEmpty()
    return HttpProbe.postForm("$issuer/$endpoint", fields.toMap() + identification, headers)
}

private fun JsonObject.string(name: String) = getValue(name).jsonPrimitive.content
