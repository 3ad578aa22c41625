package io.github.oidcauth.interop.library

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.CodeFlow
import io.github.oidcauth.Config
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.authenticate
import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.minutes

/** Somebody at this machine who signs in where a login sends them. */
internal class BrowserUser(decision: Decision = Decision.ALLOW) : UserInteraction {
    private val browser = FormLogin(decision = decision)

    /** The number of logins that the user was asked for. */
    var logins = 0
        private set

    override fun showDeviceCode(code: DeviceCode) {
        logins++
        browser.visit(code.uri)
    }

    override fun showBrowserLogin(login: BrowserLogin) {
        logins++
        thread(isDaemon = true) { HttpProbe.get(browser.callback(login.url).url) }
    }
}

/**
 * Tests of `authenticate` and related functions at an [issuer]. [userOf] returns the server's own statement about the user of
 * a token.
 */
internal fun FunSpec.authenticateTests(clientId: String, issuer: () -> String, userOf: (Token) -> String) {
    fun config(user: BrowserUser, store: InMemoryTokenStore = InMemoryTokenStore(), configure: Config.Builder.() -> Unit = {}) =
        Config(issuer()) {
            this.clientId = clientId
            this.store = store
            interaction = user
            interactive = true
            openBrowser = false
            redirectPorts = listOf(0)
            redirectHost = "127.0.0.1"
            timeout = 1.minutes
            configure()
        }

    test("authenticate: alice logs in by device, once") {
        val alice = BrowserUser()
        val config = config(alice)

        val token = authenticate(config)

        userOf(token) shouldBe "alice"
        authenticate(config) shouldBe token
        alice.logins shouldBe 1
    }

    test("authenticate: a token that is about to end is refreshed without alice") {
        val alice = BrowserUser()
        val store = InMemoryTokenStore()
        val token = authenticate(config(alice, store))

        store.age()
        val refreshed = authenticate(config(alice, store))

        refreshed.accessToken shouldNotBe token.accessToken
        userOf(refreshed) shouldBe "alice"
        alice.logins shouldBe 1
    }

    test("the code flow: alice logs in in the browser, which comes back to this machine") {
        val alice = BrowserUser()

        val token = CodeFlow(config(alice)).authenticate()

        userOf(token) shouldBe "alice"
        token.idTokenClaims.shouldNotBeNull().audiences shouldBe listOf(clientId)
        alice.logins shouldBe 1
    }

    test("authenticate: alice says no") {
        shouldThrow<AuthorizationDeniedException> { authenticate(config(BrowserUser(Decision.DENY))) }
    }
}
