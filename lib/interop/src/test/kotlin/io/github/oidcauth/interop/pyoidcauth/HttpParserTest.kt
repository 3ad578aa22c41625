package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.CodeFlow
import io.github.oidcauth.Config
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.authenticate
import io.github.oidcauth.interop.library.BrowserUser
import io.github.oidcauth.interop.library.age
import io.github.oidcauth.interop.oidcprovider.NodeEnvironment
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Companion.CODE_REQUESTS
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Companion.DEVICE_REQUESTS
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Companion.REFRESH_REQUESTS
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Mode
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Parser
import io.github.oidcauth.interop.requires
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import kotlin.time.Duration.Companion.minutes

/**
 * The library at the real py-oidc-auth under each of uvicorn's two readers of HTTP: login and refresh. The one of
 * `uvicorn[standard]` drops the body of a request that has `Upgrade: h2c`.
 */
class HttpParserTest : FunSpec({
    requires(PythonEnvironment, NodeEnvironment)

    fun config(
        server: PyOidcAuthServer,
        user: BrowserUser,
        store: InMemoryTokenStore,
        configure: Config.Builder.() -> Unit = {
        },
    ) =
        Config(server.baseUrl) {
            this.store = store
            interaction = user
            interactive = true
            openBrowser = false
            redirectPorts = listOf(0)
            timeout = 1.minutes
            configure()
        }

    val logins = mapOf<String, Pair<String, suspend (Config) -> Token>>(
        "device flow" to (DEVICE_REQUESTS to { authenticate(it) }),
        "code flow" to (CODE_REQUESTS to { CodeFlow(it).authenticate() }),
    )

    Parser.entries.forEach { parser ->
        Mode.entries.forEach { mode ->
            logins.forEach { (flow, login) ->
                test("login by $flow and refresh in ${mode.word} mode under ${parser.word}") {
                    val server = Stage.of(mode, parser = parser).server
                    val alice = BrowserUser()
                    val store = InMemoryTokenStore()
                    val (kind, run) = login
                    val before = server.hits(kind)

                    val token = run(config(server, alice, store))

                    server.whoAmI(token.accessToken).body() shouldContain "alice"
                    (server.hits(kind) > before) shouldBe true
                    val refreshes = server.hits(REFRESH_REQUESTS)
                    store.age()
                    val refreshed = authenticate(config(server, alice, store))

                    refreshed.accessToken shouldNotBe token.accessToken
                    server.whoAmI(refreshed.accessToken).body() shouldContain "alice"
                    server.hits(REFRESH_REQUESTS) - refreshes shouldBe 1
                    alice.logins shouldBe 1
                }
            }
        }
    }
})
