package io.github.oidcauth

import io.github.oidcauth.internal.assembly.SessionRegistry
import io.github.oidcauth.java.BlockingCodeFlow
import io.github.oidcauth.java.BlockingDeviceFlow
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeSameInstanceAs
import io.kotest.matchers.types.shouldNotBeSameInstanceAs
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

class FlowInstancesTest :
    FunSpec({
        val host = "https://instances.example"
        val another = InMemoryTokenStore()
        val unheard = TokenListener { _, _ -> }
        val receiver =
            object : CodeReceiver {
                override val redirectUri = "com.example.app:/callback"

                override suspend fun receive(login: BrowserLogin): String? = null
            }

        test("one host, configuration and store has one flow of each kind") {
            DeviceFlow(host) shouldBeSameInstanceAs DeviceFlow("HTTPS://Instances.Example:443/")
            CodeFlow(host) { timeout = 2.minutes } shouldBeSameInstanceAs CodeFlow(host) { timeout = 2.minutes }
        }

        test("both kinds of flow are a Flow, with the configuration that they were made for") {
            val flows: List<Flow> = listOf(DeviceFlow(host) { store = another }, CodeFlow(host) { store = another })
            flows.map { it.config.host } shouldBe listOf(host, host)
            flows.map { it.token() } shouldBe listOf(null, null)
            flows.map { flow ->
                when (flow) {
                    is DeviceFlow -> "device"
                    is CodeFlow -> "code"
                }
            } shouldBe listOf("device", "code")
        }

        test("a blocking flow is one object too, for as long as its flow is") {
            val device = BlockingDeviceFlow.of(host)
            val code = BlockingCodeFlow.of(host)
            BlockingDeviceFlow.of("HTTPS://Instances.Example:443/") shouldBeSameInstanceAs device
            BlockingCodeFlow.of(Config(host)) shouldBeSameInstanceAs code
            BlockingDeviceFlow.of(Config(host) { timeout = 3.minutes }) shouldNotBeSameInstanceAs device
            DeviceFlow.resetInstances()
            BlockingDeviceFlow.of(host) shouldNotBeSameInstanceAs device
            BlockingCodeFlow.of(host) shouldBeSameInstanceAs code
        }

        test("two stores on the same file are the same store") {
            val file = tempdir().toPath().resolve("tokens.json")
            DeviceFlow(host) { store = FileTokenStore(file) } shouldBeSameInstanceAs
                DeviceFlow(host) { store = FileTokenStore(file) }
        }

        context("a later flow with another setting is another flow, and has that setting") {
            listOf<Pair<String, Config.Builder.() -> Unit>>(
                "store" to { store = another },
                "timeout" to { timeout = 1.minutes },
                "login route" to { loginRoute = "/other" },
                "token route" to { tokenRoute = "/other" },
                "device route" to { deviceRoute = "/other" },
                "redirect ports" to { redirectPorts = listOf(0) },
                "redirect URI" to { redirectUri = "http://127.0.0.1:0" },
                "redirect host" to { redirectHost = "127.0.0.1" },
                "listen address" to { listenAddress = "0.0.0.0" },
                "redirect path" to { redirectPath = "/" },
                "authorization parameters" to { authorizationParameters = mapOf("login_hint" to "alice") },
                "browser" to { browser = BrowserOpener.SYSTEM },
                "flow" to { flow = LoginFlow.BROWSER },
                "callback pages" to { callbackPages = CallbackPages("<p>Done.") },
                "code receiver" to { codeReceiver = receiver },
                "listener" to { listener = unheard },
                "app name" to { appName = "other" },
                "scope" to { scope = "openid" },
                "interaction" to { interaction = SilentInteraction },
                "interactive" to { interactive = false },
                "request timeout" to { requestTimeout = 1.minutes },
                "least time to live" to { minTtl = 5.minutes },
                "client id" to { clientId = "my-client" },
            ).forEach { (setting, change) ->
                test(setting) {
                    val flow = DeviceFlow(host, change)
                    flow shouldNotBeSameInstanceAs DeviceFlow(host)
                    flow.config shouldBe Config(host, change)
                    flow.config shouldNotBe Config(host)
                    flow.config.newBuilder().build() shouldBe flow.config
                }
            }
        }

        context("a later flow at an issuer with another setting is another flow, and has that setting") {
            fun issuer(change: Config.Builder.() -> Unit): Config.Builder.() -> Unit =
                {
                    clientId = "my-client"
                    change()
                }
            listOf<Pair<String, Config.Builder.() -> Unit>>(
                "client id" to { clientId = "other" },
                "client secret" to { clientSecret = "s3cret" },
                "client" to { client = ClientConfig("my-client") { leeway = 1.seconds } },
                "metadata" to { metadata = ServerMetadata { tokenEndpoint("https://instances.example/token") } },
                "scope" to { scope("openid") },
                "audience" to { audience("api") },
                "resource" to { resource("https://api.example") },
            ).forEach { (setting, change) ->
                test(setting) {
                    val flow = DeviceFlow(host, issuer(change))
                    flow shouldNotBeSameInstanceAs DeviceFlow(host, issuer {})
                    flow shouldBeSameInstanceAs DeviceFlow(host, issuer(change))
                    flow.config shouldNotBe Config(host, issuer {})
                    flow.config.newBuilder().build() shouldBe flow.config
                }
            }
        }

        test("after resetInstances a flow is a new one, for that kind alone") {
            val device = DeviceFlow(host)
            val code = CodeFlow(host)
            DeviceFlow.resetInstances()
            DeviceFlow(host) shouldNotBeSameInstanceAs device
            CodeFlow(host) shouldBeSameInstanceAs code
            CodeFlow.resetInstances()
            CodeFlow(host) shouldNotBeSameInstanceAs code
        }

        test("calls with equal configurations share what they know of the token file") {
            SessionRegistry.session(Config(host)) shouldBeSameInstanceAs SessionRegistry.session(Config(host))
        }

        test("device flow and code flow for one host share their tokens") {
            val shared = InMemoryTokenStore()
            shared.put(TokenKey.forHost(host), Token("a"))
            DeviceFlow(host) { store = shared }.token() shouldBe Token("a")
            CodeFlow(host) { store = shared }.token() shouldBe Token("a")
        }

        test("a printed configuration and a printed flow contain no secret") {
            DeviceFlow(host).toString() shouldBe "DeviceFlow($host)"
            Config(host).toString() shouldBe
                "Config(host=$host, loginRoute=/auth/v2/login, tokenRoute=/auth/v2/token, deviceRoute=/auth/v2/device, " +
                "redirectPorts=[53100, 53101, 53102, 53103, 53104, 53105], scope=null, appName=py-oidc-auth, timeout=null)"
            val issuer =
                Config(host) {
                    clientId = "my-client"
                    clientSecret = "s3cret"
                }
            issuer.toString() shouldContain "host=$host, clientId=my-client"
            issuer.toString() shouldNotContain "s3cret"
        }
    })
