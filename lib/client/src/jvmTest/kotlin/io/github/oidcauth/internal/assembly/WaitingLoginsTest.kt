package io.github.oidcauth.internal.assembly

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.Config
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.SilentInteraction
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.internal.login.TokenSink
import io.github.oidcauth.java.JavaCodeReceiver
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.client.request.forms.FormDataContent
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpStatusCode
import io.ktor.http.headersOf
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.withTimeout
import java.util.concurrent.CountDownLatch
import kotlin.time.Clock
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** `Dispatchers.IO` has 64 threads. A hundred users who take their time must not take those from everybody else. */
class WaitingLoginsTest :
    FunSpec({
        val logins = 100
        val engine =
            MockEngine { request ->
                when {
                    request.body is FormDataContent -> {
                        respond("""{"access_token": "fresh", "expires_in": 600, "refresh_token": "r2"}""")
                    }

                    else -> {
                        val page = "https://idp.example/authorize?state=s&" + request.url.encodedQuery
                        respond("", HttpStatusCode.TemporaryRedirect, headersOf(HttpHeaders.Location, page))
                    }
                }
            }
        val sessionFactory =
            LoginSessionFactory(
                LoginTools(environment = {
                    null
                }, httpClients = HttpClients({ null }) { _, _ -> HttpClient(engine) }),
            )

        /** Runs until it is shown, and then waits for a user. */
        fun CoroutineScope.login(
            number: Int,
            configure: Config.Builder.() -> Unit,
        ): Job =
            launch(Dispatchers.Default) {
                val config =
                    Config("https://h$number.example") {
                        store = InMemoryTokenStore()
                        interactive = true
                        redirectPorts = listOf(0)
                        configure()
                    }
                sessionFactory.session(config).codeLogin.run(autoOpen = false, TokenSink.NONE)
            }

        suspend fun othersGoOn() {
            val file = FileTokenStore(tempdir().toPath().resolve("tokens.json"))
            val config =
                Config("https://other.example") {
                    store = file
                    interaction = SilentInteraction
                }
            val expired =
                Token("old") {
                    expiresAt = Clock.System.now() - 10.minutes
                    refreshToken = "r1"
                }
            withTimeout(20.seconds) {
                file.put(config.key, expired)
                val acquirer = sessionFactory.session(config).acquirer
                acquirer.obtain(force = false) { error("no login") }.accessToken shouldBe "fresh"
                FileTokenStore(file.path).get(TokenKey.forHost("https://other.example"))?.refreshToken shouldBe "r2"
            }
        }

        suspend fun whileWaiting(
            shown: CountDownLatch,
            release: () -> Unit = {},
            configure: Config.Builder.(Int) -> Unit,
        ) = withTimeout(60.seconds) {
            coroutineScope {
                val waiting = List(logins) { number -> login(number) { configure(number) } }
                try {
                    // A thread of its own: those of the dispatchers may be what is missing.
                    runInterruptible(Dispatchers.Unconfined) { shown.await() }
                    othersGoOn()
                } finally {
                    release()
                    waiting.forEach { it.cancelAndJoin() }
                }
            }
        }

        test("while $logins browser logins wait for their browsers, another token is read, refreshed and written") {
            val shown = CountDownLatch(logins)
            whileWaiting(shown) {
                interaction =
                    object : UserInteraction by SilentInteraction {
                        override fun showBrowserLogin(login: BrowserLogin) = shown.countDown()
                    }
            }
        }

        test("while $logins interactions block, another token is read, refreshed and written") {
            val shown = CountDownLatch(logins)
            val isOver = CountDownLatch(1)
            whileWaiting(shown, isOver::countDown) {
                interaction =
                    object : UserInteraction {
                        override fun showDeviceCode(code: DeviceCode) = Unit

                        override fun showBrowserLogin(login: BrowserLogin) = Unit

                        override fun readPastedLine(): String? {
                            shown.countDown()
                            isOver.await()
                            return null
                        }
                    }
            }
        }

        test("while $logins code receivers of a program's own wait, another token is read, refreshed and written") {
            val shown = CountDownLatch(logins)
            whileWaiting(shown) {
                interaction = SilentInteraction
                codeReceiver =
                    object : JavaCodeReceiver("com.example.app:/callback") {
                        override fun awaitResponse(login: BrowserLogin): String? {
                            shown.countDown()
                            CountDownLatch(1).await()
                            return null
                        }
                    }
            }
        }
    })
