package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.Config
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.Token
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.WrongAccountException
import io.github.oidcauth.authenticate
import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.library.age
import io.github.oidcauth.interop.requires
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.minutes

/** Two accounts at Keycloak, which signs the ID tokens that tell them apart. */
class KeycloakAccountsTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }

    class Person(
        name: String,
    ) : UserInteraction {
        private val browser = FormLogin(username = name, password = name)
        val pages = CopyOnWriteArrayList<String>()

        override fun showDeviceCode(code: DeviceCode) {
            browser.visit(code.uri)
        }

        override fun showBrowserLogin(login: BrowserLogin) {
            pages += login.url
            thread(isDaemon = true) { HttpProbe.get(browser.callback(login.url).url) }
        }
    }

    suspend fun login(person: Person, store: InMemoryTokenStore, name: String, flow: LoginFlow): Token =
        authenticate(
            Config(keycloak.issuer) {
                clientId = KeycloakClient.PUBLIC.id
                scope("openid", "profile", "email")
                this.store = store
                this.flow = flow
                account = name
                interaction = person
                interactive = true
                openBrowser = false
                timeout = 1.minutes
            },
        )

    test("alice and bob have a token each, refreshed each by itself, and the hint is sent") {
        val store = InMemoryTokenStore()
        val alice = Person("alice")
        val bob = Person("bob")
        val first = login(alice, store, "alice@example.org", LoginFlow.BROWSER)
        alice.pages.single() shouldContain "login_hint=alice%40example.org"
        val second = login(bob, store, "bob", LoginFlow.DEVICE)
        login(bob, store, "alice@example.org", LoginFlow.BROWSER) shouldBe first
        store.age()
        login(alice, store, "bob", LoginFlow.BROWSER).accessToken shouldNotBe second.accessToken
        store.entries().associate { it.account to it.userName } shouldBe mapOf("alice@example.org" to "alice", "bob" to "bob")
    }

    test("bob is not alice, by his name or by an address that nobody has verified, and nothing is stored") {
        listOf("alice", "alice@example.com").forEach { name ->
            val store = InMemoryTokenStore()
            shouldThrow<WrongAccountException> { login(Person("bob"), store, name, LoginFlow.DEVICE) }.actualUser shouldBe "bob"
            store.keys() shouldBe emptySet()
        }
    }
})
