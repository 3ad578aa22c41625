package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.InvalidTargetException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.Token
import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe.Companion.claims
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.browser.RawLogin.assertionClaims
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.library.audiences
import io.github.oidcauth.interop.library.isActive
import io.github.oidcauth.interop.library.jwk
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.AuthorizationSettings
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtBearerGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.PrivateKeyJwt
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.RequestObjectSettings
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.TokenExchangeGrant
import io.github.oidcauth.oauth2.TokenType
import io.github.oidcauth.oauth2.TypedToken
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlinx.serialization.json.jsonObject

/** The library's grants at the node provider, where no browser comes back with a code. */
class CertifiedGrantsTest : FunSpec({
    requires(NodeEnvironment)

    val provider by lazy { CertifiedProvider.shared() }

    suspend fun basic(): OAuth2Client = provider.client(CertifiedClient.BASIC)

    /** Returns alice's token from a device login. */
    suspend fun OAuth2Client.alice(): Token {
        val code = deviceAuthorization(RequestOptions { scope("openid", "email") })
        provider.decideDevice(code.userCode, Decision.ALLOW)
        return pollingJob(code).await()
    }

    test("discovery: the metadata are the issuer's own, to the last slash") {
        basic().metadata.issuer shouldBe provider.issuer
        shouldThrow<InvalidResponseException> { OAuth2Client.discover("${provider.issuer}/", "public") }
    }

    test("client credentials: the token is the client's own") {
        val said = provider.introspects(basic().token(ClientCredentialsGrant()))

        said.isActive shouldBe true
        said.string("client_id") shouldBe CertifiedClient.BASIC.id
    }

    test("client credentials: a client without that grant is refused") {
        shouldThrow<InvalidRequestException> { provider.client(CertifiedClient.PUBLIC).token(ClientCredentialsGrant()) }
    }

    test("device: alice says yes at the page, and the token is hers") {
        val client = provider.client(CertifiedClient.PUBLIC)
        val code = client.deviceAuthorization(RequestOptions { scope("openid") })
        val job = client.pollingJob(code)
        job.next().shouldBeNull()

        FormLogin().visit(code.uri)
        val token = job.await()

        provider.introspects(token).string("sub") shouldBe "alice"
        token.idTokenClaims.shouldNotBeNull().string("sub") shouldBe "alice"
    }

    test("device: alice says no") {
        val client = provider.client(CertifiedClient.PUBLIC)
        val code = client.deviceAuthorization(RequestOptions { scope("openid") })

        FormLogin(decision = Decision.DENY).visit(code.uri)

        shouldThrow<AuthorizationDeniedException> { client.pollingJob(code).await() }
    }

    test("refresh: the rotated token is good, and the old one ends them all") {
        val client = provider.client(CertifiedClient.PUBLIC)
        val first = client.alice()

        val second = client.token(RefreshTokenGrant(first))

        second.refreshToken shouldNotBe first.refreshToken
        provider.introspects(second).string("sub") shouldBe "alice"
        shouldThrow<InvalidGrantException> { client.token(RefreshTokenGrant(first)) }
        provider.introspects(second).isActive shouldBe false
    }

    Decision.entries.forEach { decision ->
        test("CIBA: alice can ${decision.word} the login on her device") {
            val client = basic()
            val login = client.backchannelAuthentication(BackchannelAuthenticationRequest.loginHint("alice").build())
            val job = client.pollingJob(login)
            job.next().shouldBeNull()

            provider.decideCiba(login.authReqId, decision)

            when (decision) {
                Decision.ALLOW -> {
                    val token = job.await()
                    provider.introspects(token).string("sub") shouldBe "alice"
                    token.idTokenClaims.shouldNotBeNull().string("sub") shouldBe "alice"
                }

                Decision.DENY -> {
                    shouldThrow<AuthorizationDeniedException> { job.await() }
                }
            }
        }
    }

    test("CIBA: a client that has to sign its requests signs them, and is refused without") {
        suspend fun client(settings: AuthorizationSettings) = provider.client(CertifiedClient.CIBA_SIGNED) {
            authentication = PrivateKeyJwt(TestKeys.jwk(TestKeys.ES256), JwsAlgorithm.ES256)
            authorization = settings
        }
        val request = BackchannelAuthenticationRequest.loginHint("alice").bindingMessage("W4SCT").build()
        val signing = client(AuthorizationSettings { requestObject(RequestObjectSettings(TestKeys.jwk(TestKeys.ES256))) })

        val login = signing.backchannelAuthentication(request)
        provider.decideCiba(login.authReqId, Decision.ALLOW)

        signing.pollingJob(login).await().idTokenClaims.shouldNotBeNull().string("sub") shouldBe "alice"
        shouldThrow<OAuthException> { client(AuthorizationSettings.DEFAULT).backchannelAuthentication(request) }
    }

    test("token exchange: the new token is for the resource, and says who acts") {
        val client = basic()
        val subject = TypedToken.accessToken(client.alice())
        val actor = TypedToken.accessToken(client.token(ClientCredentialsGrant()))
        val options = RequestOptions { resource(CertifiedProvider.JWT_RESOURCE) }

        val exchanged = client.token(TokenExchangeGrant(subject, actor, options = options))

        exchanged.extra.string("issued_token_type") shouldBe TokenType.ACCESS_TOKEN.uri
        val claims = exchanged.accessToken.claims()
        claims.audiences shouldBe listOf(CertifiedProvider.JWT_RESOURCE)
        claims.string("sub") shouldBe "alice"
        claims.getValue("act").jsonObject.string("sub") shouldBe CertifiedClient.BASIC.id
    }

    test("JWT bearer: a trusted issuer's assertion is worth a token, a otherServer's is invalid_grant") {
        suspend fun tokenFor(issuer: String) =
            basic().token(JwtBearerGrant(TestKeys.signed(assertionClaims(issuer, "alice", provider.issuer))))

        provider.introspects(tokenFor(CertifiedProvider.ASSERTION_ISSUER)).string("sub") shouldBe "alice"
        shouldThrow<InvalidGrantException> { tokenFor("https://elsewhere.test") }
    }

    test("resource indicators: the token is for the resource and of its scope, and an unknown one is invalid_target") {
        suspend fun tokenFor(uri: String) = basic().token(
            ClientCredentialsGrant {
                resource(uri)
                scope("api:read")
            },
        )

        val claims = tokenFor(CertifiedProvider.JWT_RESOURCE).accessToken.claims()
        claims.audiences shouldBe listOf(CertifiedProvider.JWT_RESOURCE)
        claims.string("scope") shouldBe "api:read"
        provider.introspects(tokenFor(CertifiedProvider.OPAQUE_RESOURCE)).audiences shouldBe
            listOf(CertifiedProvider.OPAQUE_RESOURCE)
        shouldThrow<InvalidTargetException> { tokenFor("urn:interop:nowhere") }
    }
})
