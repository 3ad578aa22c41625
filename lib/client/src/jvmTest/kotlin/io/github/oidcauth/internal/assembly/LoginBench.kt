package io.github.oidcauth.internal.assembly

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.Config
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.SettableClock
import io.github.oidcauth.Token
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.internal.acquisition.LoginTokenSource
import io.github.oidcauth.internal.acquisition.SharedState
import io.github.oidcauth.oauth2.ReceivedRequest
import io.github.oidcauth.oauth2.ScriptedResponse
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.http.HttpStatusCode
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import java.net.HttpURLConnection
import java.net.URI
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/** A machine whose program logs in at servers that respond with [responseTo], and a user with a browser. */
internal class LoginBench(
    private val responseTo: (ReceivedRequest) -> ScriptedResponse,
) {
    /** The requests that the servers received, in order. */
    val requests = mutableListOf<ReceivedRequest>()
    val clock = SettableClock()
    val store = InMemoryTokenStore(clock)

    /** The action of the user who sees a browser login: none unless a test sets one. */
    var visit: suspend (BrowserLogin) -> Unit = { }

    /** The warnings that the user was given. */
    val warnings = mutableListOf<String>()

    private val shared = SharedState()
    private val sessionFactory =
        LoginSessionFactory(
            LoginTools(
                environment = { null },
                clock = clock,
                httpClients = HttpClients({ null }) { _, _ ->
                    HttpClient(
                        MockEngine { data ->
                            val request = ReceivedRequest.of(data).also { requests += it }
                            val response = responseTo(request)
                            respond(response.body, HttpStatusCode.fromValue(response.status), response.ktorHeaders)
                        },
                    )
                },
            ),
        )

    suspend fun authenticate(
        host: String,
        configure: Config.Builder.() -> Unit,
    ): Token =
        withTimeout(60.seconds) {
            val config = configOf(host, configure)
            val session = sessionFactory.session(config, shared)
            withContext(ShortPauses) { session.acquirer.obtain(force = false) { session.login(autoOpen = false, it) } }
        }

    /** Returns what [use] returns for the source of a configuration. */
    suspend fun <T> withSource(
        host: String,
        configure: Config.Builder.() -> Unit,
        use: suspend (LoginTokenSource) -> T,
    ): T =
        withTimeout(60.seconds) {
            val config = configOf(host, configure)
            val source =
                LoginTokenSource(config.key.value, autoOpen = false, shared.pendingWrites.changes, TimeSource.Monotonic) {
                    sessionFactory.session(config, shared, it)
                }
            withContext(ShortPauses) { use(source) }
        }

    private fun CoroutineScope.configOf(
        host: String,
        configure: Config.Builder.() -> Unit,
    ): Config =
        Config(host) {
            store = this@LoginBench.store
            interactive = true
            interaction =
                object : UserInteraction {
                    override fun showDeviceCode(code: DeviceCode) = Unit

                    override fun showBrowserLogin(login: BrowserLogin) {
                        launch { visit(login) }
                    }

                    override fun warn(message: String) {
                        warnings += message
                    }
                }
            configure()
        }

    companion object {
        /** Has a browser open [uri] and hang up, for which the login waits, and returns the status. */
        suspend fun open(uri: String): Int =
            runInterruptible(Dispatchers.IO) {
                val connection = URI(uri).toURL().openConnection() as HttpURLConnection
                connection.responseCode.also { connection.disconnect() }
            }
    }
}
