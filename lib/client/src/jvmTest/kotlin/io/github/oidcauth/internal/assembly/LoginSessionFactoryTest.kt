// Tests BatchAdviceFactory.
package io.github.oidcauth.internal.assembly

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.BrowserOpener
import io.github.oidcauth.CallbackPages
import io.github.oidcauth.CodeReceiver
import io.github.oidcauth.Config
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.SilentInteraction
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenListener
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.internal.environment.NotebookProbe
import io.github.oidcauth.internal.login.TokenSink
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.DPoP
import io.github.oidcauth.providers.Okta
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldNotContain
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.client.request.forms.FormDataContent
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpStatusCode
import io.ktor.http.Parameters
import io.ktor.http.Url
import io.ktor.http.headersOf
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.withTimeout
import java.net.HttpURLConnection
import java.net.URI
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import java.util.Base64
import kotlin.io.path.createDirectory
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Clock
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Sessions and their [SessionParts] on a machine whose environment is the test's. */
class LoginSessionFactoryTest :
    FunSpec({
        val host = "https://h.example"

        class Bench(
            vararg variables: Pair<String, String>,
        ) {
            val engine = MockEngine { respond("""{"access_token": "fresh", "expires_in": 600, "refresh_token": "r2"}""") }
            private val sessionFactory =
                LoginSessionFactory(
                    LoginTools(
                        environment = variables.toMap()::get,
                        hasTerminal = { false },
                        notebook = NotebookProbe({ null }, classLoader = null),
                        httpClients = HttpClients({ null }) { _, _ -> HttpClient(engine) },
                    ),
                )

            suspend fun authenticate(configure: Config.Builder.() -> Unit = {}): Token =
                sessionFactory.session(Config(host, configure)).let { session ->
                    session.acquirer.obtain(force = false) { session.login(autoOpen = false, it) }
                }
        }

        /** A machine that logs in at a provider, on whose page [visit] is the user. */
        class Login(
            private val visit: suspend (page: Url, redirectUri: String) -> Unit,
        ) {
            var form: Parameters? = null
            private val engine =
                MockEngine { request ->
                    when (val body = request.body) {
                        is FormDataContent -> {
                            form = body.formData
                            respond("""{"access_token": "fresh"}""")
                        }

                        else -> {
                            val page = "https://idp.example/authorize?state=s&" + request.url.encodedQuery
                            respond("", HttpStatusCode.TemporaryRedirect, headersOf(HttpHeaders.Location, page))
                        }
                    }
                }

            suspend fun run(configure: Config.Builder.() -> Unit): Token =
                withTimeout(60.seconds) {
                    val sessionFactory =
                        LoginSessionFactory(
                            LoginTools(environment = {
                                null
                            }, httpClients = HttpClients({ null }) { _, _ -> HttpClient(engine) }),
                        )
                    val config =
                        Config(host) {
                            store = InMemoryTokenStore()
                            interactive = true
                            redirectPorts = listOf(0)
                            interaction = shownTo { launch { visit(Url(it.url), it.redirectUri) } }
                            configure()
                        }
                    sessionFactory.session(config).codeLogin.run(autoOpen = config.openBrowser, TokenSink.NONE)
                }

            private fun shownTo(show: (BrowserLogin) -> Unit) =
                object : UserInteraction {
                    override fun showDeviceCode(code: DeviceCode) = Unit

                    override fun showBrowserLogin(login: BrowserLogin) = show(login)
                }
        }

        suspend fun open(
            uri: String,
            form: String? = null,
        ): String =
            runInterruptible(Dispatchers.IO) {
                val connection = URI(uri).toURL().openConnection() as HttpURLConnection
                if (form != null) {
                    connection.doOutput = true
                    connection.outputStream.use { it.write(form.toByteArray()) }
                }
                val isError = connection.responseCode >= 400
                val body = if (isError) connection.errorStream else connection.inputStream
                body.use { it.readBytes().decodeToString() }
            }

        fun expired(): Token =
            Token("old") {
                expiresAt = Clock.System.now() - 10.minutes
                refreshToken = "r1"
            }

        test("OIDC_TOKEN_FILE with one token is read, refreshed and written in its place") {
            val file = tempdir().toPath().resolve("token.json").apply { writeText(expired().toJson().toString()) }
            val bench = Bench("OIDC_TOKEN_FILE" to file.toString(), "SLURM_JOB_ID" to "7")
            bench.authenticate().accessToken shouldBe "fresh"
            file.readText() shouldContain "\"refresh_token\": \"r2\""
            bench.authenticate().accessToken shouldBe "fresh"
            bench.engine.requestHistory shouldHaveSize 1
        }

        test("OIDC_TOKEN_FILE with a whole store is read, refreshed and written") {
            val file = tempdir().toPath().resolve("store.json")
            FileTokenStore(file).put(Config(host).key, expired())
            Bench("OIDC_TOKEN_FILE" to file.toString(), "SLURM_JOB_ID" to "7").authenticate().accessToken shouldBe "fresh"
            FileTokenStore(file).get(Config(host).key)?.refreshToken shouldBe "r2"
        }

        test("a token file that another variable names is used by the configuration with that variable") {
            val file = tempdir().toPath().resolve("token.json").apply { writeText(expired().toJson().toString()) }
            val bench = Bench("MY_TOKENS" to file.toString(), "OIDC_TOKEN_FILE" to "/nowhere/at/all", "SLURM_JOB_ID" to "7")
            bench.authenticate { tokenFileVariable = "MY_TOKENS" }.accessToken shouldBe "fresh"
            file.readText() shouldContain "\"refresh_token\": \"r2\""
        }

        test("a store that the program sets wins over OIDC_TOKEN_FILE") {
            val own = InMemoryTokenStore()
            own.put(Config(host).key, Token("own"))
            Bench("OIDC_TOKEN_FILE" to "/nowhere/at/all").authenticate { store = own }.accessToken shouldBe "own"
        }

        test("a stored token that is good needs neither server nor user, so nothing of them is made") {
            val file = tempdir().toPath().resolve("store.json")
            val good = Token("good") { expiresAt = Clock.System.now() + 10.minutes }
            FileTokenStore(file).put(Config(host).key, good)
            val tools = lazy { LoginTools(environment = { null }) }
            val config = Config(host) { store = FileTokenStore(file) }
            val session = LoginSessionFactory(tools = tools).session(config)
            session.acquirer.obtain(force = false) { error("Nobody logs in.") }.accessToken shouldBe "good"
            session.acquirer.getStored()?.accessToken shouldBe "good"
            tools.isInitialized() shouldBe false
        }

        test("a stored token that the client does not accept is not handed out") {
            val stored = InMemoryTokenStore()
            val config =
                Config(host) {
                    client = ClientConfig("tool") { dpop = DPoP.perToken() }
                    store = stored
                    interactive = true
                    interaction = SilentInteraction
                }
            stored.put(config.key, Token("bearer") { expiresAt = Clock.System.now() + 10.minutes })
            val session = LoginSessionFactory(LoginTools(environment = { null })).session(config)
            session.acquirer.getStored()?.accessToken shouldBe "bearer"
            session.acquirer.obtain(force = false) { Token("login") }.accessToken shouldBe "login"
        }

        test("OIDC_TOKEN_FILE that is a directory is an error, and nobody is asked to log in") {
            val directory = tempdir().toPath().resolve("d").createDirectory()
            shouldThrow<StoreException> { Bench("OIDC_TOKEN_FILE" to directory.toString()).authenticate() }
        }

        test("OIDC_TOKEN_FILE that names no file there can be is an error with advice") {
            shouldThrow<StoreException> { Bench("OIDC_TOKEN_FILE" to "to\u0000ken").authenticate() }
        }

        test("a file with one token does not give it to another host, whose refresh token it is not") {
            val file = tempdir().toPath().resolve("token.json")
            file.writeText("""{"host": "https://other.example", "access_token": "a", "refresh_token": "theirs", "expires": 1}""")
            val bench = Bench("OIDC_TOKEN_FILE" to file.toString())
            shouldThrow<StoreException> { bench.authenticate() }.message shouldContain "https://other.example"
            bench.engine.requestHistory shouldHaveSize 0
        }

        test("a batch job without a token is told about OIDC_TOKEN_FILE and how to fill it, and makes no request") {
            val bench = Bench("SLURM_JOB_ID" to "7")
            val error = shouldThrow<InteractionRequiredException> { bench.authenticate { appName = "oidc-auth-without-tokens" } }
            error.message shouldContain "SLURM_JOB_ID"
            error.message shouldContain "export OIDC_TOKEN_FILE="
            error.message shouldContain "oidc-auth export $host token.json"
            bench.engine.requestHistory shouldHaveSize 0
        }

        suspend fun adviceOf(
            vararg variables: Pair<String, String>,
            configure: Config.Builder.() -> Unit = {},
        ): String =
            shouldThrow<InteractionRequiredException> {
                Bench(*variables, "CI" to "1").authenticate {
                    clientId = "tool"
                    clientSecret = "hunter2"
                    scope = "openid email"
                    resources = listOf("https://api.example")
                    configure()
                }
            }.message

        test("the advice has client and scopes, names the file of the variable as absent, and has no secret") {
            val file = tempdir().toPath().resolve("none.json")
            val advice = adviceOf("OIDC_TOKEN_FILE" to "$file")
            advice shouldContain "OIDC_TOKEN_FILE names $file, which does not exist."
            advice shouldContain "OIDC_TOKEN_FILE=$file oidc-auth login $host --client-id tool --scope 'openid email' " +
                "--resource https://api.example --client-secret-file FILE\n"
            advice shouldNotContain "hunter2"
        }

        test("the advice names another variable of the program, and that of the command where the command is to log in") {
            val file = tempdir().toPath().resolve("none.json")
            val advice = adviceOf("MY_TOKENS" to "$file") { tokenFileVariable = "MY_TOKENS" }
            advice shouldContain "MY_TOKENS names $file, which does not exist."
            advice shouldContain "    OIDC_TOKEN_FILE=$file oidc-auth login $host"
            adviceOf {
                tokenFileVariable = "MY_TOKENS"
                appName = "oidc-auth-without-tokens"
            } shouldContain "export MY_TOKENS="
        }

        test("the advice has the redirect URI of the program where the command would use another one") {
            adviceOf { redirectUri = "http://127.0.0.1:0/callback" } shouldNotContain "--redirect-uri"
            adviceOf { redirectPorts = listOf(8400, 8401) } shouldContain "--redirect-uri http://127.0.0.1:8400/callback\n"
            val okta = Okta.org("acme.okta.com")
            adviceOf {
                clientId = null
                clientSecret = null
                client = okta.clientConfig("tool")
            } shouldContain "--redirect-uri http://localhost:53100/callback\n"
        }

        test("the advice is the same for a program that has made the store of that file itself") {
            val file = tempdir().toPath().resolve("none.json")
            adviceOf("OIDC_TOKEN_FILE" to "$file") { store = FileTokenStore(file) } shouldContain "$file, which does not exist."
        }

        test("the advice for a bare token that is over is another one, since nothing else can be written there") {
            val claims = Base64.getUrlEncoder().withoutPadding().encodeToString("""{"exp":1}""".toByteArray())
            val file = tempdir().toPath().resolve("bt_u1000").apply { writeText("eyJhbGciOiJIUzI1NiJ9.$claims.c2ln") }
            adviceOf("OIDC_TOKEN_FILE" to "$file") shouldContain "whose token is not usable and cannot be refreshed"
        }

        test("the advice for a file that the program names is to fill that file") {
            val file = tempdir().toPath().resolve("own.json")
            adviceOf { store = FileTokenStore(file) } shouldContain
                "oidc-auth export $host $file --client-id tool --scope 'openid email' --resource https://api.example\n"
        }

        test("the advice for a client with a key is the program itself") {
            val advice = adviceOf {
                clientId = null
                clientSecret = null
                client = ClientConfig("tool") { dpop = DPoP.perToken() }
                store = InMemoryTokenStore()
            }
            advice shouldContain "Log in with this program"
        }

        test("where a terminal is required and there is none, nobody is asked, though no variable tells of a job") {
            val bench = Bench()
            val error =
                shouldThrow<InteractionRequiredException> {
                    bench.authenticate {
                        store = InMemoryTokenStore()
                        terminalRequired = true
                    }
                }
            error.message shouldContain "standard error is not a terminal"
            bench.engine.requestHistory shouldHaveSize 0
        }

        test(
            "where storage is required, a store that cannot be written is found out before anybody is asked, or any request made",
        ) {
            val file = tempdir().toPath().resolve("read-only.json").apply { writeText("{}") }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"))
            val bench = Bench()
            shouldThrow<StoreException> {
                bench.authenticate {
                    store = FileTokenStore(file)
                    storageRequired = true
                }
            }.message shouldContain "read-only"
            bench.engine.requestHistory shouldHaveSize 0
        }

        test("a setting of the program wins over the job variables") {
            val bench = Bench("SLURM_JOB_ID" to "7")
            val error =
                shouldThrow<InvalidResponseException> {
                    bench.authenticate {
                        store = InMemoryTokenStore()
                        interactive = true
                        interaction = SilentInteraction
                    }
                }
            // The response to the device request is a token, which is no device code: a login was begun.
            error.message.orEmpty() shouldContain "no device_code"
            bench.engine.requestHistory shouldHaveSize 1
        }

        context("a login on any free port comes back to") {
            listOf<Triple<String, Regex, Config.Builder.() -> Unit>>(
                Triple("localhost", Regex("http://localhost:[1-9][0-9]*/callback")) { },
                Triple("127.0.0.1", Regex("http://127\\.0\\.0\\.1:[1-9][0-9]*/callback")) { redirectHost = "127.0.0.1" },
                Triple("another path", Regex("http://localhost:[1-9][0-9]*/oauth2/back")) { redirectPath = "/oauth2/back" },
                Triple("no path", Regex("http://127\\.0\\.0\\.1:[1-9][0-9]*")) {
                    redirectHost = "127.0.0.1"
                    redirectPath = ""
                },
            ).forEach { (name, pattern, configure) ->
                test(name) {
                    var told: String? = null
                    val login =
                        Login { page, redirectUri ->
                            told = page.parameters["redirect_uri"]
                            if (redirectUri.endsWith("/callback")) {
                                open("$redirectUri/other?code=evil&state=s") shouldContain "nothing here"
                            }
                            open("$redirectUri?code=c&state=s") shouldContain "You are signed in"
                        }
                    login.run(configure).accessToken shouldBe "fresh"
                    told.orEmpty() shouldMatch pattern
                    login.form?.get("redirect_uri") shouldBe told
                    login.form?.get("code") shouldBe "c"
                }
            }
        }

        test("a login whose response is to be posted takes it from the body") {
            val login =
                Login { page, redirectUri ->
                    page.parameters["response_mode"] shouldBe "form_post"
                    open(redirectUri, form = "code=c&state=s") shouldContain "You are signed in"
                }
            login.run { authorizationParameters = mapOf("response_mode" to "form_post") }.accessToken shouldBe "fresh"
            login.form?.get("code") shouldBe "c"
        }

        test("a login ends with the program's own page") {
            val login = Login { _, redirectUri -> open("$redirectUri?code=c&state=s") shouldContain "<h1>Welcome back" }
            login.run { callbackPages = CallbackPages("<h1>Welcome back</h1>") }.accessToken shouldBe "fresh"
        }

        test("a program's own browser is given an address with nothing in it for a shell") {
            var opened: String? = null
            val login = Login { _, redirectUri -> open("$redirectUri?code=c&state=s") }
            login.run {
                authorizationParameters = mapOf("login_hint" to "\$(reboot)'")
                browser = BrowserOpener { url -> true.also { opened = url } }
            }
            Url(opened!!).parameters["login_hint"] shouldBe "\$(reboot)'"
            listOf("$", "(", "'").forEach { opened shouldNotContain it }
        }

        test("a program's own browser that throws costs no login") {
            val login = Login { _, redirectUri -> open("$redirectUri?code=c&state=s") }
            login.run { browser = BrowserOpener { throw IllegalStateException("no display") } }.accessToken shouldBe "fresh"
        }

        test("a browser that may not be opened is not, whoever would do it") {
            var opened = false
            val login = Login { _, redirectUri -> open("$redirectUri?code=c&state=s") }
            login.run {
                openBrowser = false
                browser = BrowserOpener { true.also { opened = true } }
            }
            opened shouldBe false
        }

        test("a program's own listener hears of a login and of a refresh") {
            val heard = mutableListOf<String>()
            val hearing =
                object : TokenListener {
                    override fun tokensObtained(
                        key: TokenKey,
                        token: Token,
                    ) {
                        heard += "$key ${token.accessToken}"
                    }

                    override fun refreshTokenRotated(
                        key: TokenKey,
                        old: Token?,
                        new: Token,
                    ) {
                        heard += "${old?.refreshToken} ${new.refreshToken}"
                    }
                }
            val memory = InMemoryTokenStore().apply { put(Config(host).key, expired()) }
            Bench().authenticate {
                store = memory
                listener = hearing
            }
            heard shouldBe listOf("https://h.example fresh", "r1 r2")
        }

        test("a program's own receiver takes the place of a port") {
            val uri = "com.example.app:/callback"
            val login = Login { _, _ -> error("The receiver shows the page.") }
            val receiver =
                object : CodeReceiver {
                    override val redirectUri = uri

                    override suspend fun receive(login: BrowserLogin): String {
                        Url(login.url).parameters["redirect_uri"] shouldBe uri
                        return "$uri?code=c&state=s"
                    }
                }
            login.run { codeReceiver = receiver }.accessToken shouldBe "fresh"
            login.form?.get("redirect_uri") shouldBe uri
        }
    })
