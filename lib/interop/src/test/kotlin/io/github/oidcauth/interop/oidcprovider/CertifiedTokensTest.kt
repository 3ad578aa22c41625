package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.Token
import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.library.isActive
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.TokenTypeHint
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** Introspection, revocation, userinfo and logout with tokens of the node provider. */
class CertifiedTokensTest : FunSpec({
    requires(NodeEnvironment)

    val provider by lazy { CertifiedProvider.shared() }

    /** Returns alice's token from a device login, for which she signs in at the pages in [browser]. */
    suspend fun OAuth2Client.alice(browser: FormLogin = FormLogin()): Token {
        val code = deviceAuthorization(RequestOptions { scope("openid", "email") })
        browser.visit(code.uri)
        return pollingJob(code).await()
    }

    test("introspection: the provider says whose token it is") {
        val token = provider.client(CertifiedClient.PUBLIC).alice()

        val said = provider.client(CertifiedClient.BASIC).introspect(token.accessToken)

        said.active shouldBe true
        said.subject shouldBe "alice"
        said.clientId shouldBe CertifiedClient.PUBLIC.id
        said.scope shouldBe "openid email"
        said.claims shouldBe provider.introspects(token)
    }

    test("introspection: of what is no token the provider says nothing") {
        provider.client(CertifiedClient.BASIC).introspect("made-up").active shouldBe false
    }

    test("revocation: an access token is not good any more") {
        val client = provider.client(CertifiedClient.BASIC)
        val token = client.token(ClientCredentialsGrant())
        provider.introspects(token).isActive shouldBe true

        client.revoke(token.accessToken, TokenTypeHint.ACCESS_TOKEN)

        provider.introspects(token).isActive shouldBe false
    }

    test("revocation: a refresh token takes its access token along") {
        val client = provider.client(CertifiedClient.PUBLIC)
        val token = client.alice()

        client.revoke(token)

        provider.introspects(token).isActive shouldBe false
        shouldThrow<InvalidGrantException> { client.token(RefreshTokenGrant(token)) }
    }

    test("userinfo: who alice is, and invalid_token once the token was revoked") {
        val client = provider.client(CertifiedClient.PUBLIC)
        val token = client.alice()

        val alice = client.userInfo(token)

        alice.subject shouldBe "alice"
        alice.email shouldBe "alice@example.org"
        client.revoke(token)
        shouldThrow<InvalidTokenException> { client.userInfo(token) }
    }
})
