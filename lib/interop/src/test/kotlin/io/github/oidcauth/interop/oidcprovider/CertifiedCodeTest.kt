package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.InvalidTargetException
import io.github.oidcauth.LoginRequiredException
import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe.Companion.claims
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.browser.RawLogin.encoded
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.library.audiences
import io.github.oidcauth.interop.library.codeToken
import io.github.oidcauth.interop.library.isActive
import io.github.oidcauth.interop.library.jwk
import io.github.oidcauth.interop.library.loginRequest
import io.github.oidcauth.interop.library.responseTo
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.AuthorizationCodeGrant
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.ResponseMode
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldContainKey
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import kotlin.time.Duration.Companion.minutes

/** The library's code flow at the node provider, which requires PKCE and names itself in its responses. */
class CertifiedCodeTest : FunSpec({
    requires(NodeEnvironment)

    val provider by lazy { CertifiedProvider.shared() }

    listOf(CertifiedClient.PUBLIC, CertifiedClient.BASIC, CertifiedClient.PRIVATE_KEY_JWT).forEach { registered ->
        test("${registered.id}: the code is worth a token of alice's, with an ID token for this login") {
            val client = provider.client(registered) {
                if (registered == CertifiedClient.PRIVATE_KEY_JWT) signingKey = TestKeys.jwk(TestKeys.ED25519)
            }

            val token = client.codeToken { scope("openid", "email") }

            provider.introspects(token).string("sub") shouldBe "alice"
            provider.introspects(token).string("client_id") shouldBe registered.id
            token.idTokenClaims.shouldNotBeNull().audiences shouldBe listOf(registered.id)
            client.userInfo(token).email shouldBe "alice@example.org"
        }
    }

    test("the response arrives by form_post, with the issuer in it") {
        val client = provider.client(CertifiedClient.PUBLIC)
        val request = client.loginRequest { responseMode(ResponseMode.FORM_POST) }

        val response = client.responseTo(request)

        response.issuer shouldBe provider.issuer
        provider.introspects(client.token(AuthorizationCodeGrant(response))).string("sub") shouldBe "alice"
    }

    test("RFC 9207: a response that names another issuer, or none, is refused") {
        val client = provider.client(CertifiedClient.PUBLIC)
        val request = client.loginRequest { loginHint("alice") }
        val url = FormLogin().callback(request.url).url
        val issuer = "iss=${encoded(provider.issuer)}"

        shouldThrow<InvalidResponseException> {
            client.validate(request, url.replace(issuer, "iss=https%3A%2F%2Felsewhere.test"))
        }
        shouldThrow<InvalidResponseException> { client.validate(request, url.replace(issuer, "none=1")) }
        client.validate(request, url).issuer shouldBe provider.issuer
    }

    test("RFC 9207: the response of one server is not taken for that of another") {
        val other = CertifiedProvider.shared(CertifiedProvider.Settings(dpopNonces = true)).client(CertifiedClient.PUBLIC)
        val request = other.loginRequest()
        val mixedUp = request.url.replace(other.metadata.issuer.orEmpty(), provider.issuer) + "&login_hint=alice"

        shouldThrow<InvalidResponseException> { other.validate(request, FormLogin().callback(mixedUp).url) }
    }

    test("PKCE: a code that was injected into another login is invalid_grant") {
        val client = provider.client(CertifiedClient.PUBLIC)
        val attacker = client.loginRequest { loginHint("mallory") }
        val victim = client.loginRequest { loginHint("alice") }
        val injected = FormLogin().callback(attacker.url).url.replace(attacker.state, victim.state)

        val response = client.validate(victim, injected)

        shouldThrow<InvalidGrantException> { client.token(AuthorizationCodeGrant(response)) }
    }

    test("a code that was redeemed is invalid_grant, and the token that it bought is good no more") {
        val client = provider.client(CertifiedClient.PUBLIC)
        val response = client.responseTo(client.loginRequest { loginHint("alice") })
        val token = client.token(AuthorizationCodeGrant(response))
        provider.introspects(token).isActive shouldBe true

        shouldThrow<InvalidGrantException> { client.token(AuthorizationCodeGrant(response)) }

        provider.introspects(token).isActive shouldBe false
    }

    test("a refusal is access_denied, a otherServer without a page login_required") {
        val client = provider.client(CertifiedClient.PUBLIC)

        shouldThrow<AuthorizationDeniedException> { client.codeToken(FormLogin(decision = Decision.DENY)) }
        shouldThrow<LoginRequiredException> { client.codeToken { prompt("none") } }
    }

    test("max_age and acr: the ID token says when and how alice logged in") {
        val claims = provider.client(CertifiedClient.PUBLIC).codeToken {
            loginHint("alice")
            maxAge(5.minutes)
            requiredAcrValues("urn:interop:strong")
        }.idTokenClaims.shouldNotBeNull()

        claims shouldContainKey "auth_time"
        claims.string("acr") shouldBe "urn:interop:strong"
    }

    test("claims: what is asked for singly is in the ID token") {
        val token = provider.client(CertifiedClient.PUBLIC).codeToken {
            loginHint("alice")
            claims(buildJsonObject { putJsonObject("id_token") { put("email", JsonNull) } })
        }

        token.idTokenClaims.shouldNotBeNull().string("email") shouldBe "alice@example.org"
    }

    test("resource indicators: the token is for the resource that the request names, and an unknown one is invalid_target") {
        val client = provider.client(CertifiedClient.PUBLIC)
        val token = client.codeToken {
            loginHint("alice")
            scope("openid", "api:read")
            resource(CertifiedProvider.JWT_RESOURCE)
        }

        val claims = token.accessToken.claims()
        claims.audiences shouldBe listOf(CertifiedProvider.JWT_RESOURCE)
        claims.string("scope") shouldBe "api:read"
        claims.string("sub") shouldBe "alice"
        shouldThrow<InvalidTargetException> {
            client.codeToken {
                loginHint("alice")
                resource("urn:interop:nowhere")
            }
        }
    }

    test("authorization details: what exactly was granted is in the token") {
        val details = buildJsonArray {
            addJsonObject {
                put("type", "payment")
                put("amount", "12.50")
            }
        }
        val token = provider.client(CertifiedClient.PUBLIC).codeToken {
            loginHint("alice")
            resource(CertifiedProvider.OPAQUE_RESOURCE)
            authorizationDetails(details)
        }

        provider.introspects(token).getValue("authorization_details") shouldBe details
    }

    test("logout: the browser comes back, and what came of the session has ended") {
        val client = provider.client(CertifiedClient.PUBLIC)
        val browser = FormLogin()
        val token = client.codeToken(browser)
        val logout = client.logoutRequest {
            idTokenHint(token)
            postLogoutRedirectUri("http://127.0.0.1:49152/logged-out")
        }
        provider.introspects(token).isActive shouldBe true

        logout.isCallback(browser.callback(logout.url).url) shouldBe true

        provider.introspects(token).isActive shouldBe false
        shouldThrow<InvalidGrantException> { client.token(RefreshTokenGrant(token)) }
    }
})
