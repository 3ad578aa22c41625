package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.Config
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.library.AuthorizedProbe
import io.github.oidcauth.interop.library.BrowserUser
import io.github.oidcauth.interop.library.DemandingApi
import io.github.oidcauth.interop.requires
import io.github.oidcauth.tokenSource
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.withContext
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import kotlin.time.Clock
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** An API demands a stronger or more recent login (RFC 9470), and Keycloak, with levels of login, provides it. */
class KeycloakStepUpTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }

    fun config(alice: BrowserUser, configure: Config.Builder.() -> Unit = {}) =
        Config(keycloak.issuer) {
            clientId = LevelsOfLogin.clientId(keycloak)
            store = InMemoryTokenStore()
            interaction = alice
            interactive = true
            flow = LoginFlow.BROWSER
            openBrowser = false
            timeout = 1.minutes
            configure()
        }

    fun goldApi() = DemandingApi("acr_values=\"gold\"") { it.string("acr") == "gold" }

    test("an API that demands a higher acr gets it after one more login, and the next call needs none") {
        goldApi().use { api ->
            val alice = BrowserUser()
            val tokens = tokenSource(config(alice))
            tokens.token().idTokenClaims?.string("acr") shouldBe "silver"

            val probe = AuthorizedProbe(RequestAuthorizer.of(tokens, api.url))
            probe.get(api.url).body() shouldBe "gold"
            probe.get(api.url).body() shouldBe "gold"

            probe.statuses shouldBe listOf(401, 200, 200)
            alice.logins shouldBe 2
            tokens.token().idTokenClaims?.string("acr") shouldBe "gold"
        }
    }

    test("twenty concurrent calls lead to one login") {
        goldApi().use { api ->
            val alice = BrowserUser()
            val tokens = tokenSource(config(alice))
            tokens.token()

            val probe = AuthorizedProbe(RequestAuthorizer.of(tokens, api.url))
            val responses = withContext(Dispatchers.IO) { List(20) { async { probe.get(api.url).statusCode() } }.awaitAll() }

            responses.toSet() shouldBe setOf(200)
            alice.logins shouldBe 2
            api.requests shouldBe 40
        }
    }

    test("an API that demands a recent login gets a token with one") {
        val isRecent = { time: Long -> Clock.System.now().epochSeconds - time <= 2 }
        DemandingApi("max_age=2") { isRecent(it.getValue("auth_time").jsonPrimitive.long) }.use { api ->
            val alice = BrowserUser()
            val tokens = tokenSource(config(alice))
            tokens.token()
            delay(4.seconds)

            val probe = AuthorizedProbe(RequestAuthorizer.of(tokens, api.url))
            probe.get(api.url).statusCode() shouldBe 200

            probe.statuses shouldBe listOf(401, 200)
            alice.logins shouldBe 2
        }
    }

    test("without a user the caller gets the refusal") {
        goldApi().use { api ->
            val alice = BrowserUser()
            val config = config(alice)
            tokenSource(config).token()

            val alone = tokenSource(config.newBuilder().interactive(false).build())
            AuthorizedProbe(RequestAuthorizer.of(alone, api.url)).get(api.url).statusCode() shouldBe 401
            alice.logins shouldBe 1
        }
    }
})
