package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.InvalidTargetException
import io.github.oidcauth.LoginRequiredException
import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe.Companion.claims
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.browser.RawLogin
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.library.audiences
import io.github.oidcauth.interop.library.codeToken
import io.github.oidcauth.interop.library.isActive
import io.github.oidcauth.interop.library.loginRequest
import io.github.oidcauth.interop.library.responseTo
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.AuthorizationCodeGrant
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.ResponseMode
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.maps.shouldContainKey
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.minutes

/** The library's code flow at Keycloak, with the pages that alice sees. */
class KeycloakCodeTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }

    listOf(KeycloakClient.PUBLIC, KeycloakClient.CONFIDENTIAL).forEach { registered ->
        test("${registered.id}: the code is worth a token of alice's, with an ID token for this login") {
            val client = keycloak.client(registered)
            val request = client.loginRequest()

            val response = client.responseTo(request)
            val token = client.token(AuthorizationCodeGrant(response))

            response.issuer shouldBe keycloak.issuer
            keycloak.introspects(token).string("username") shouldBe "alice"
            token.idTokenClaims.shouldNotBeNull().string("azp") shouldBe registered.id
            client.userInfo(token).preferredUsername shouldBe "alice"
            client.token(RefreshTokenGrant(token)).idTokenClaims?.string("sub") shouldBe token.idTokenClaims?.string("sub")
        }
    }

    test("the response arrives by form_post") {
        val client = keycloak.client(KeycloakClient.CONFIDENTIAL)

        val token = client.codeToken { responseMode(ResponseMode.FORM_POST) }

        keycloak.introspects(token).string("username") shouldBe "alice"
    }

    test("another process validates the response and redeems the code") {
        val saved = keycloak.client(KeycloakClient.PUBLIC).loginRequest().serialize()
        val other = keycloak.client(KeycloakClient.PUBLIC)
        val request = AuthorizationRequest.deserialize(saved)

        val token = other.token(AuthorizationCodeGrant(other.responseTo(request)))

        keycloak.introspects(token).string("username") shouldBe "alice"
    }

    test("max_age: the ID token says when alice logged in") {
        val token = keycloak.client(KeycloakClient.PUBLIC).codeToken { maxAge(5.minutes) }

        token.idTokenClaims.shouldNotBeNull() shouldContainKey "auth_time"
    }

    test("acr: a class that Keycloak did not log in by is refused") {
        val client = keycloak.client(KeycloakClient.PUBLIC)

        shouldThrow<InvalidResponseException> { client.codeToken { requiredAcrValues("urn:interop:unknown") } }
    }

    test(
        "resource indicators: the token is for the resource alone that the request names, and an unknown one is invalid_target",
    ) {
        val client = keycloak.client(KeycloakClient.CONFIDENTIAL)

        val token = client.codeToken { resource("urn:client:${KeycloakClient.TARGET_API.id}") }

        token.accessToken.claims().audiences shouldBe listOf(KeycloakClient.TARGET_API.id)
        client.codeToken().accessToken.claims().audiences.size shouldBeGreaterThan 1
        shouldThrow<InvalidTargetException> { client.codeToken { resource("urn:client:nowhere") } }
    }

    test("prompt=none: login_required for a otherServer, a token for whoever is logged in") {
        val client = keycloak.client(KeycloakClient.PUBLIC)
        val browser = FormLogin()
        shouldThrow<LoginRequiredException> { client.codeToken(browser) { prompt("none") } }
        val first = client.codeToken(browser)

        val second = client.codeToken(browser) { prompt("none") }

        second.idTokenClaims?.string("sid") shouldBe first.idTokenClaims?.string("sid")
    }

    test("consent: yes is worth a token, no is access_denied") {
        val client = keycloak.client(KeycloakClient.CONSENT)

        // Keycloak remembers a yes, so it has to be told to ask.
        shouldThrow<AuthorizationDeniedException> { client.codeToken(FormLogin(decision = Decision.DENY)) { prompt("consent") } }
        client.codeToken { prompt("consent") }.idTokenClaims.shouldNotBeNull().string("preferred_username") shouldBe "alice"
    }

    test("PKCE: a code that was injected into another login is invalid_grant") {
        val client = keycloak.client(KeycloakClient.PUBLIC)
        val attacker = client.loginRequest()
        val victim = client.loginRequest()
        val injected = FormLogin().callback(attacker.url).url.replace(attacker.state, victim.state)

        val response = client.validate(victim, injected)

        shouldThrow<InvalidGrantException> { client.token(AuthorizationCodeGrant(response)) }
    }

    test("a code that was redeemed is invalid_grant, and the token that it bought is good no more") {
        val client = keycloak.client(KeycloakClient.CONFIDENTIAL)
        val response = client.responseTo(client.loginRequest())
        val token = client.token(AuthorizationCodeGrant(response))
        keycloak.introspects(token).isActive shouldBe true

        shouldThrow<InvalidGrantException> { client.token(AuthorizationCodeGrant(response)) }

        keycloak.introspects(token).isActive shouldBe false
    }

    test("a response that names another issuer, or none, is refused") {
        val client = keycloak.client(KeycloakClient.PUBLIC)
        val request = client.loginRequest()
        val url = FormLogin().callback(request.url).url
        val issuer = RawLogin.encoded(keycloak.issuer)

        shouldThrow<InvalidResponseException> {
            client.validate(request, url.replace("iss=$issuer", "iss=https%3A%2F%2Felsewhere.test"))
        }
        shouldThrow<InvalidResponseException> { client.validate(request, url.replace("iss=$issuer", "none=1")) }
        client.validate(request, url).issuer shouldBe keycloak.issuer
    }

    test("logout: who is logged out in the browser is login_required") {
        val client = keycloak.client(KeycloakClient.PUBLIC)
        val browser = FormLogin()
        val token = client.codeToken(browser)
        val logout = client.logoutRequest {
            idTokenHint(token)
            postLogoutRedirectUri(RawLogin.REDIRECT_URI)
        }

        logout.isCallback(browser.callback(logout.url).url) shouldBe true

        shouldThrow<LoginRequiredException> { client.codeToken(browser) { prompt("none") } }
    }
})
