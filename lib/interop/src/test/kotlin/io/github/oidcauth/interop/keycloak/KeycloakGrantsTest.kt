package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe.Companion.claims
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.browser.RawLogin.assertionClaims
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.library.aliceByPassword
import io.github.oidcauth.interop.library.audiences
import io.github.oidcauth.interop.library.isActive
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.JwtBearerGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.TokenExchangeGrant
import io.github.oidcauth.oauth2.TokenType
import io.github.oidcauth.oauth2.TypedToken
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlin.time.Duration.Companion.seconds

/** The library's grants at Keycloak, where no browser comes back with a code. */
class KeycloakGrantsTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }

    suspend fun confidential(): OAuth2Client = keycloak.client(KeycloakClient.CONFIDENTIAL)

    test("client credentials: the token is the client's own") {
        val token = confidential().token(ClientCredentialsGrant())

        val said = keycloak.introspects(token)
        said.isActive shouldBe true
        said.string("client_id") shouldBe KeycloakClient.CONFIDENTIAL.id
        said.string("username") shouldBe "service-account-confidential"
    }

    // RFC 6749 §5.2 has invalid_client for that.
    test("client credentials: a wrong secret is what Keycloak calls unauthorized_client") {
        val client = keycloak.client(KeycloakClient.CONFIDENTIAL) { clientSecret = "wrong" }

        shouldThrow<UnauthorizedClientException> { client.token(ClientCredentialsGrant()) }.statusCode shouldBe 401
    }

    test("device: alice says yes at the page, and the token is hers") {
        val client = keycloak.client(KeycloakClient.PUBLIC)
        val code = client.deviceAuthorization(RequestOptions { scope("openid", "email") })
        val job = client.pollingJob(code)
        job.next().shouldBeNull()

        FormLogin().visit(code.uri)
        val token = job.await()

        keycloak.introspects(token).string("username") shouldBe "alice"
        token.idTokenClaims.shouldNotBeNull().string("email") shouldBe "alice@example.org"
    }

    test("device: a confidential client, which need not use PKCE") {
        val client = confidential()
        val code = client.deviceAuthorization(RequestOptions { scope("openid") })

        FormLogin().visit(code.uri)

        keycloak.introspects(client.pollingJob(code).await()).string("client_id") shouldBe KeycloakClient.CONFIDENTIAL.id
    }

    test("device: alice says no") {
        val client = keycloak.client(KeycloakClient.PUBLIC)
        val code = client.deviceAuthorization()

        FormLogin(decision = Decision.DENY).visit(code.uri)

        shouldThrow<AuthorizationDeniedException> { client.pollingJob(code).await() }
    }

    test("device: who polls too soon is told to slow down, and does") {
        val client = confidential()
        val code = client.deviceAuthorization(RequestOptions { scope("openid") })
        // Both are due at the same time, so that the second polls right after the first.
        val first = client.pollingJob(code)
        val second = client.pollingJob(code)

        first.next().shouldBeNull()
        second.next().shouldBeNull()

        first.nextAttemptIn shouldBeLessThan 5.seconds
        second.nextAttemptIn shouldBeGreaterThan 5.seconds
    }

    test("refresh: a new token for the same user") {
        val client = keycloak.client(KeycloakClient.PUBLIC)
        val first = client.aliceByPassword()

        val second = client.token(RefreshTokenGrant(first))

        second.accessToken shouldNotBe first.accessToken
        keycloak.introspects(second).string("username") shouldBe "alice"
        second.idTokenClaims?.string("sub") shouldBe first.idTokenClaims?.string("sub")
    }

    test("refresh: what was never a refresh token is invalid_grant") {
        shouldThrow<InvalidGrantException> { keycloak.client(KeycloakClient.PUBLIC).token(RefreshTokenGrant("made-up")) }
    }

    test("token exchange: the new token is for the other audience") {
        val client = confidential()
        val subject = client.aliceByPassword()

        val exchanged = client.token(
            TokenExchangeGrant(subject, RequestOptions { audience(KeycloakClient.TARGET_API.id) }),
        )

        exchanged.extra.string("issued_token_type") shouldBe TokenType.ACCESS_TOKEN.uri
        exchanged.accessToken.claims().audiences shouldBe listOf(KeycloakClient.TARGET_API.id)
        exchanged.accessToken.claims().string("sub") shouldBe subject.accessToken.claims().string("sub")
    }

    test("token exchange: a refresh token can be asked for, and is one") {
        val client = confidential()
        val subject = TypedToken.accessToken(client.aliceByPassword())

        val exchanged = client.token(TokenExchangeGrant(subject, requestedTokenType = TokenType.REFRESH_TOKEN))

        exchanged.extra.string("issued_token_type") shouldBe TokenType.REFRESH_TOKEN.uri
        keycloak.introspects(client.token(RefreshTokenGrant(exchanged))).string("username") shouldBe "alice"
    }

    test("JWT bearer: an assertion of an issuer that Keycloak trusts is worth a token of alice's") {
        val claims = assertionClaims(Keycloak.ASSERTION_ISSUER, Keycloak.ASSERTION_SUBJECT, keycloak.issuer)

        val token = confidential().token(JwtBearerGrant(TestKeys.signed(claims)))

        keycloak.introspects(token).string("username") shouldBe "alice"
    }

    test("JWT bearer: an assertion for somebody else's server is invalid_grant") {
        val claims = assertionClaims(Keycloak.ASSERTION_ISSUER, Keycloak.ASSERTION_SUBJECT, "https://elsewhere.test")

        shouldThrow<InvalidGrantException> { confidential().token(JwtBearerGrant(TestKeys.signed(claims))) }
    }

    test("password: the scope that was asked for is granted") {
        val token = confidential().aliceByPassword("openid", "email")

        val said = keycloak.introspects(token)
        said.string("username") shouldBe "alice"
        said.string("scope").split(' ') shouldContain "email"
    }
})
