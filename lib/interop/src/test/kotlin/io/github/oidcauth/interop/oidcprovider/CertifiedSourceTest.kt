package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.Config
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.interop.browser.HttpProbe.Companion.jsonObject
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.library.AuthorizedProbe
import io.github.oidcauth.interop.library.BrowserUser
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.DPoP
import io.github.oidcauth.tokenSource
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlin.time.Duration.Companion.minutes

/** The userinfo endpoint of the node provider as an API that is called with the tokens of a login, bound to keys (RFC 9449). */
class CertifiedSourceTest : FunSpec({
    requires(NodeEnvironment)

    mapOf("without nonces" to false, "where every proof needs a nonce of the server" to true).forEach { (how, nonces) ->
        val provider by lazy { CertifiedProvider.shared(CertifiedProvider.Settings(dpopNonces = nonces)) }

        fun config(alice: BrowserUser) =
            Config(provider.issuer) {
                client = ClientConfig(CertifiedClient.DPOP_PUBLIC.id) { dpop = DPoP.perToken() }
                scope("openid", "offline_access")
                store = InMemoryTokenStore()
                interaction = alice
                interactive = true
                openBrowser = false
                timeout = 1.minutes
            }

        test("$how: calls have proofs, and the nonce is requested once") {
            val tokens = tokenSource(config(BrowserUser()))
            val userinfo = "${provider.issuer}/me"
            val probe = AuthorizedProbe(RequestAuthorizer.of(tokens, provider.issuer))

            repeat(3) { probe.get(userinfo).jsonObject().string("sub") shouldBe "alice" }

            tokens.token().tokenType shouldBe "DPoP"
            probe.statuses.takeLast(2) shouldBe listOf(200, 200)
            probe.statuses.size shouldBeLessThanOrEqual if (nonces) 4 else 3
        }

        test("$how: a token that the provider does not know any more is replaced by a refresh, without alice") {
            val alice = BrowserUser()
            val config = config(alice)
            val token = tokenSource(config).token()
            val gone = token.newBuilder().also { it.accessToken = "gone" }.build()
            config.store?.put(config.key, gone)

            val tokens = tokenSource(config)
            val probe = AuthorizedProbe(RequestAuthorizer.of(tokens, provider.issuer))
            probe.get("${provider.issuer}/me").jsonObject().string("sub") shouldBe "alice"

            tokens.token().accessToken shouldNotBe token.accessToken
            tokens.token().dpopKey shouldBe token.dpopKey
            alice.logins shouldBe 1
        }
    }
})
