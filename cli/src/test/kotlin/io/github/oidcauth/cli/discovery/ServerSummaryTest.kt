package io.github.oidcauth.cli.discovery

import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

internal class ServerSummaryTest : FunSpec({
    val whole =
        ServerMetadata {
            issuer("https://idp.example")
            listOf(
                "authorization",
                "token",
                "device_authorization",
                "revocation",
                "introspection",
                "userinfo",
                "end_session",
                "registration",
                "pushed_authorization_request",
            ).forEach { member("${it}_endpoint", "https://idp.example/$it") }
            jwksUri("https://idp.example/jwks")
            member("grant_types_supported", listOf("authorization_code", "refresh_token", "client_credentials"))
            member("code_challenge_methods_supported", listOf("S256"))
            member("token_endpoint_auth_methods_supported", listOf("none", "client_secret_basic"))
            member("scopes_supported", listOf("openid", "offline_access"))
            member("dpop_signing_alg_values_supported", listOf("ES256"))
        }

    fun without(name: String) = ServerMetadata.fromMap(whole.toMap() - name)

    fun line(
        metadata: ServerMetadata,
        name: String,
    ) = ServerSummary(metadata).text().lines().single { it.startsWith("  $name:") }.substringAfter(':').trim()

    test("a server with everything has nothing odd") {
        ServerSummary(whole).notes().shouldBeEmpty()
        ServerSummary(whole).text().lines().first() shouldBe "https://idp.example"
        line(whole, "device login") shouldBe "yes"
        line(whole, "browser login") shouldBe "yes, PKCE S256"
        line(whole, "refresh") shouldBe "yes, lasting with --scope offline_access"
        line(whole, "token exchange") shouldBe "no"
        line(whole, "client credentials") shouldBe "yes"
        line(whole, "client auth") shouldBe "none client_secret_basic"
        line(whole, "DPoP") shouldBe "ES256"
        line(whole, "pushed requests") shouldBe "yes"
    }

    test("a missing ability is a line and, where it matters, a sentence") {
        val missing =
            mapOf(
                "token_endpoint" to "nobody can log in",
                "device_authorization_endpoint" to "There is no device login",
                "code_challenge_methods_supported" to "does not announce PKCE",
                "jwks_uri" to "ID tokens cannot be validated",
                "revocation_endpoint" to "cannot be revoked",
            )
        missing.forEach { (name, words) -> withClue(name) { ServerSummary(without(name)).notes().single() shouldContain words } }
        line(without("jwks_uri"), "keys") shouldBe "no"
        line(without("scopes_supported"), "scopes") shouldBe "not announced"
        line(without("grant_types_supported"), "token exchange") shouldBe "not announced"
        ServerSummary(ServerMetadata.fromMap(whole.toMap() - "device_authorization_endpoint" - "authorization_endpoint"))
            .notes().single() shouldContain "no login for users"
    }

    test("a server for confidential clients, or with certificates, is named as that") {
        val confidential = whole.newBuilder().member("token_endpoint_auth_methods_supported", listOf("private_key_jwt")).build()
        ServerSummary(confidential).notes().single() shouldContain "--client-secret-file"
        val bound = whole.newBuilder().member("tls_client_certificate_bound_access_tokens", "true").build()
        ServerSummary(bound).notes().single() shouldContain "certificate"
    }

    test("an address that cannot be used is named, and nothing of it is shown") {
        val odd = whole.newBuilder().member("userinfo_endpoint", "/\u001b[2Juserinfo").build()
        ServerSummary(odd).notes() shouldContain "Not a usable address, and ignored: userinfo_endpoint."
        line(odd, "userinfo") shouldBe "no"
        ServerSummary(odd).text() shouldNotContain "\u001b"
    }

    test("texts of the server stay on their line, and long lists are cut") {
        val hostile =
            whole.newBuilder().member("scopes_supported", List(500) { "s$it\n\u001b[31m" }).build()
        val text = ServerSummary(hostile).text()
        text shouldNotContain "\u001b"
        text.lines().size shouldBe ServerSummary(whole).text().lines().size
        line(hostile, "scopes") shouldContain "… (480 more)"
    }
})
