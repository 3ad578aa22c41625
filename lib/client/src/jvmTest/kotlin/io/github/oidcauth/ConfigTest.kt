// Tests AuthorizationParameters and ConfigSettings.
package io.github.oidcauth

import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.providers.Auth0
import io.github.oidcauth.providers.Cognito
import io.github.oidcauth.providers.Entra
import io.github.oidcauth.providers.GitHub
import io.github.oidcauth.providers.GitLab
import io.github.oidcauth.providers.Google
import io.github.oidcauth.providers.Keycloak
import io.github.oidcauth.providers.Okta
import io.github.oidcauth.providers.Ping
import io.github.oidcauth.providers.PingOneRegion
import io.github.oidcauth.providers.Provider
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlin.time.Duration.Companion.seconds

class ConfigTest :
    FunSpec({
        context("a setting that cannot work is refused with its name") {
            listOf<Triple<String, String, Config.Builder.() -> Unit>>(
                Triple("no port", "redirect port") { redirectPorts = emptyList() },
                Triple("a port below 0", "-1") { redirectPorts = listOf(53_100, -1) },
                Triple("a port above 65535", "65536") { redirectPorts = listOf(65_536) },
                Triple("a redirect host in the network", "localhost, 127.0.0.1 and [::1]") { redirectHost = "h.example" },
                Triple("a redirect host with a port", "localhost, 127.0.0.1 and [::1]") { redirectHost = "localhost:1" },
                Triple("another loopback address", "localhost, 127.0.0.1 and [::1]") { redirectHost = "127.0.0.2" },
                Triple("a redirect path with a query", "redirect path") { redirectPath = "/callback?x=1" },
                Triple("a redirect path with a fragment", "redirect path") { redirectPath = "/callback#x" },
                Triple("a redirect path that climbs", "redirect path") { redirectPath = "/a/%2e%2E/b" },
                Triple("a redirect path of 1025 characters", "1024") { redirectPath = "/" + "a".repeat(1024) },
                Triple("a receiver without a scheme", "scheme") { codeReceiver = receiver("/callback") },
                Triple("a receiver in the network", "https") { codeReceiver = receiver("http://h.example/callback") },
                Triple("a receiver that is a script", "browser") { codeReceiver = receiver("javascript:alert(1)") },
                Triple("a receiver with a query", "'?'") { codeReceiver = receiver("com.example.app:/callback?a=b") },
                Triple("a receiver with a fragment", "'#'") { codeReceiver = receiver("com.example.app:/callback#a") },
                Triple("a receiver with a blank", "Percent-encode") { codeReceiver = receiver("com.example.app:/call back") },
                Triple("a receiver in capitals", "lower case") { codeReceiver = receiver("Com.Example.App:/callback") },
                Triple("a receiver with a user name", "https") { codeReceiver = receiver("https://u@h.example/callback") },
                Triple("a receiver of 1025 characters", "1024") { codeReceiver = receiver("a:" + "b".repeat(1023)) },
                Triple("a redirect URI in the network", "codeReceiver") { redirectUri = "http://h.example/callback" },
                Triple("no name of a variable", "tokenFileVariable") { tokenFileVariable = " " },
                Triple("a variable with its value", "tokenFileVariable") { tokenFileVariable = "A=b" },
                Triple("more scope without an issuer", "extra scope to consent to") { extraScopeToConsent = "Mail.Read" },
                Triple("more scope that is none", "scope") {
                    clientId = "a"
                    extraScopeToConsent = "\"all\""
                },
                Triple("a timeout of nothing", "timeout") { timeout = 0.seconds },
                Triple("a negative timeout", "timeout") { timeout = (-1).seconds },
                Triple("a request timeout of nothing", "request timeout") { requestTimeout = 0.seconds },
                Triple("an empty route", "login route") { loginRoute = " " },
                Triple("a route with a query", "token route") { tokenRoute = "/token?x=1" },
                Triple("a route that climbs", "device route") { deviceRoute = "/a/../../b" },
                Triple("a route with a line break", "device route") { deviceRoute = "/a\r\nX: y" },
            ).forEach { (name, hint, change) ->
                test(name) {
                    shouldThrow<InvalidConfigException> { Config("https://h.example", change) }.message shouldContain
                        hint
                }
            }
        }

        context("an authorization parameter that takes part in the protocol, or is none, is refused") {
            val reserved =
                listOf(
                    "client_id",
                    "redirect_uri",
                    "response_type",
                    "state",
                    "nonce",
                    "code_challenge",
                    "code_challenge_method",
                ) +
                    listOf("code_verifier", "request", "request_uri", "scope", "client_secret", "offline_access", "STATE")
            (reserved.map { it to "x" } + listOf("" to "x", "a b" to "x", "a&state" to "x", "a=b" to "x", "ä" to "x"))
                .plus(listOf("response_mode" to "fragment", "response_mode" to "query.jwt", "Response_Mode" to "query"))
                .plus(listOf("max_age" to "soon", "max_age" to "-1", "max_age" to "3155760001"))
                .plus(listOf("login_hint" to "a\nb", "login_hint" to "\u0000", "login_hint" to "half \ud800 a character"))
                .plus(listOf("login_hint" to "x".repeat(8183)))
                .forEach { (name, value) ->
                    test("'$name' as '${value.take(20)}'") {
                        shouldThrow<InvalidConfigException> {
                            Config("https://h.example") { authorizationParameters = mapOf(name to value) }
                        }
                    }
                }
        }

        test("other authorization parameters are kept as they are, and no longer change") {
            val parameters =
                mutableMapOf("login_hint" to "älice & bob=+%\ud83d\ude00", "response_mode" to "form_post", "x" to "")
            val config = Config("https://h.example") { authorizationParameters = parameters }
            val before = parameters.toMap()
            parameters["state"] = "mine"
            config.authorizationParameters shouldBe before
            Config("https://h.example") { authorizationParameters = mapOf("login_hint" to "x".repeat(8182)) }
        }

        test("the browser comes back to localhost and /callback, or to what is registered in their place") {
            fun uri(configure: Config.Builder.() -> Unit = {}) = Config("https://h.example", configure).redirect.uri(8080)
            uri() shouldBe "http://localhost:8080/callback"
            uri { redirectHost = "127.0.0.1" } shouldBe "http://127.0.0.1:8080/callback"
            uri { redirectHost = "::1" } shouldBe "http://[::1]:8080/callback"
            uri { redirectHost = "LOCALHOST" } shouldBe "http://localhost:8080/callback"
            uri { redirectPath = "" } shouldBe "http://localhost:8080"
            uri { redirectPath = "/" } shouldBe "http://localhost:8080/"
            uri { redirectPath = "oauth2/back/" } shouldBe "http://localhost:8080/oauth2/back/"
            uri { redirectPath = "/" + "a".repeat(1023) } shouldBe "http://localhost:8080/" + "a".repeat(1023)
        }

        context("the redirect URI of a login where nothing is set") {
            fun redirect(provider: Provider? = null, configure: Config.Builder.() -> Unit = {}) =
                Config(provider?.issuer ?: "https://idp.example") {
                    client = provider?.clientConfig("my-client") ?: ClientConfig("my-client")
                    configure()
                }

            test("is at any port of 127.0.0.1 for an issuer") {
                redirect().redirectUri shouldBe "http://127.0.0.1:0/callback"
                redirect().redirectPorts shouldBe listOf(0)
                Config("https://idp.example") { clientId = "a" }.redirectUri shouldBe "http://127.0.0.1:0/callback"
            }

            test("is at one of six ports of localhost for an application") {
                val application = Config("https://h.example")
                application.redirectUri shouldBe null
                application.redirectPorts shouldBe Config.DEFAULT_REDIRECT_PORTS
                application.redirectHost shouldBe "localhost"
            }

            mapOf(
                Auth0.tenant("acme.eu.auth0.com") to "http://localhost/callback on 53100..53105",
                Cognito.pool("eu-west-1", "eu-west-1_AbCdEfGhI") to "http://localhost/callback on 53100..53105",
                Cognito.pool("us-east-1", "us-east-1_AbCdEfGhI", "acme") to "http://localhost/callback on 53100..53105",
                Okta.org("acme.okta.com") to "http://localhost/callback on 53100..53105",
                Okta.customServer("acme.okta.com", Okta.DEFAULT_SERVER) to "http://localhost/callback on 53100..53105",
                Entra.tenant("common") to "http://localhost/callback on 0..0",
                Entra.b2c("contoso", "B2C_1_signin") to "http://localhost/callback on 0..0",
                GitHub.provider() to "http://127.0.0.1/callback on 0..0",
                GitLab.provider() to "http://127.0.0.1/callback on 0..0",
                Google.offline() to "http://127.0.0.1/callback on 0..0",
                Keycloak.realm("https://sso.example.com", "staff") to "http://127.0.0.1/callback on 0..0",
                Ping.pingOne("8eaef023", PingOneRegion.EUROPE) to "http://127.0.0.1/callback on 0..0",
            ).forEach { (provider, expected) ->
                test("is $expected for $provider") {
                    val config = redirect(provider)
                    val ports = "${config.redirectPorts.first()}..${config.redirectPorts.last()}"
                    "http://${config.redirectHost}${config.redirectPath} on $ports" shouldBe expected
                }
            }

            test("gives way to each part that is set") {
                redirect { redirectPorts = listOf(8400) }.redirectUri shouldBe "http://127.0.0.1:8400/callback"
                redirect { redirectHost = "localhost" }.redirectUri shouldBe "http://localhost:0/callback"
                redirect { redirectPath = "" }.redirectUri shouldBe "http://127.0.0.1:0"
                redirect(Auth0.tenant("acme.eu.auth0.com")) { redirectPorts = listOf(1) }.redirectUri shouldBe
                    "http://localhost:1/callback"
            }
        }

        test("a redirect URI as a whole takes the place of its parts, and equals them") {
            val whole = Config("https://h.example") { redirectUri = " http://LocalHost:8400/callback " }
            whole.redirectUri shouldBe "http://localhost:8400/callback"
            whole.redirectPorts shouldBe listOf(8400)
            whole shouldBe Config("https://h.example") { redirectPorts = listOf(8400) }
            whole.newBuilder().build() shouldBe whole
            whole.newBuilder().redirectUri("http://127.0.0.1").build().redirectUri shouldBe "http://127.0.0.1:0"
        }

        listOf<Pair<String, Config.Builder.() -> Unit>>(
            "redirectPorts" to { redirectPorts = listOf(0) },
            "redirectHost" to { redirectHost = "127.0.0.1" },
            "redirectPath" to { redirectPath = "/callback" },
            "code receiver" to { codeReceiver = receiver("com.example.app:/callback") },
        ).forEach { (name, other) ->
            test("a redirect URI together with $name is refused") {
                shouldThrow<InvalidConfigException> {
                    Config("https://h.example") {
                        redirectUri = "http://127.0.0.1:0/callback"
                        other()
                    }
                }.message shouldContain name
            }
        }

        test("with a code receiver the redirect URI is the receiver's") {
            Config("https://h.example") { codeReceiver = receiver("com.example.app:/callback") }.redirectUri shouldBe
                "com.example.app:/callback"
        }

        context("a receiver may be sent responses at") {
            listOf(
                "com.example.app:/callback",
                "myapp://auth",
                "https://app.example.com/callback",
                "http://127.0.0.1:8080/callback",
                "http://localhost",
                "a:" + "b".repeat(1022),
            ).forEach {
                test(it.take(40)) {
                    Config("https://h.example") { codeReceiver = receiver(it) }.receiverRedirect shouldBe it
                }
            }
        }

        test("a callback page is refused when it is empty, or has more than 262,144 characters") {
            shouldThrow<InvalidConfigException> { CallbackPages(success = " ") }
            shouldThrow<InvalidConfigException> { CallbackPages(failure = "x".repeat(262_145)) }.message shouldContain "262145"
            CallbackPages("y".repeat(262_144), "x").toString() shouldBe "CallbackPages(success=262144, failure=1)"
        }

        test("routes are normalised, so that the same route is the same configuration") {
            Config("https://h.example") { loginRoute = "auth/v2/login/" } shouldBe Config("https://h.example")
        }

        test("a change of the client of a configuration is in the next one") {
            val config = Config("https://idp.example") {
                clientId = "a"
                clientSecret = "s"
            }

            config.newBuilder().build() shouldBe config
            config.newBuilder().clientId("b").build().client shouldBe ClientConfig("b") { clientSecret = "s" }
            config.newBuilder().apply { requestTimeout = 5.seconds }.build().client?.requestTimeout shouldBe 5.seconds
        }

        test("a client with another id or secret beside it is refused, since one of both would be ignored") {
            val whole = Config("https://idp.example") { client = ClientConfig("a") }

            listOf<Config.Builder.() -> Unit>({ clientId = "b" }, { clientSecret = "s3cret" }).forEach {
                shouldThrow<InvalidConfigException> { whole.newBuilder().apply(it).build() }.message shouldNotContain "s3cret"
            }
            whole.newBuilder().clientId("a").build().client shouldBe ClientConfig("a")
        }

        test("http to another machine is refused") {
            shouldThrow<InvalidHostException> { Config("http://h.example") }.message shouldContain "unencrypted"
        }

        @OptIn(DelicateOidcAuthApi::class)
        test("http to another machine is for those who ask for it") {
            Config("http://h.example") { allowInsecureHttp() }.host shouldBe "http://h.example"
        }

        test("http to this machine needs no asking") {
            Config("http://localhost:8080/app").host shouldBe
                "http://localhost:8080/app"
        }
    })

private fun receiver(uri: String) =
    object : CodeReceiver {
        override val redirectUri = uri

        override suspend fun receive(login: BrowserLogin): String? = null
    }
