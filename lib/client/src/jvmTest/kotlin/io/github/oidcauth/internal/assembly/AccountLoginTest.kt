package io.github.oidcauth.internal.assembly

import io.github.oidcauth.Config
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.StoredToken
import io.github.oidcauth.TokenKey
import io.github.oidcauth.WrongAccountException
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.ReceivedRequest
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.providers.GitHub
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.ktor.http.Parameters
import io.ktor.http.Url
import io.ktor.http.encodeURLParameter
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Several accounts of a user at one server, from the setting to the store. */
class AccountLoginTest :
    FunSpec({
        val issuer = "https://idp.example"
        val application = "https://app.example"
        val key = NimbusJose.jose.keys.generate(JwsAlgorithm.RS256, "k1")

        class Bench(
            private val scopes: String = """["openid"]""",
        ) {
            private val documents = ScriptedIssuer(issuer, key, scopes)
            private val bench = LoginBench { documents.responseTo(it) ?: responseTo(it) }
            val store get() = bench.store
            val clock get() = bench.clock
            val requests get() = bench.requests

            /** The user who is logged in at the server in the browser. */
            var user = "alice"
            var hasIdToken = true
            var page: Parameters? = null
            private var number = 0

            init {
                bench.visit = { login -> ScriptedIssuer.complete(login) { page = it } }
            }

            private fun responseTo(request: ReceivedRequest): ScriptedResponse =
                when (request.url) {
                    "$issuer/token" -> {
                        val idToken = if (hasIdToken) {
                            ""","id_token":"${idToken(
                                isLogin = "refresh_token" !in request.form,
                            )}""""
                        } else {
                            ""
                        }
                        ScriptedResponse(
                            """{"access_token":"at${++number}","token_type":"Bearer","expires_in":600,
                               "refresh_token":"r$number"$idToken}""",
                        )
                    }

                    "$application/auth/v2/login" -> {
                        ScriptedResponse("", 307, listOf("Location" to "$issuer/authorize?state=s%7C%7Cv"))
                    }

                    "$application/auth/v2/token" -> {
                        ScriptedResponse.token()
                    }

                    else -> {
                        ScriptedResponse("", 404)
                    }
                }

            private fun idToken(isLogin: Boolean): String {
                val now = bench.clock.now().epochSeconds
                val claims =
                    buildJsonObject {
                        put("iss", issuer)
                        put("sub", "id-of-$user")
                        put("preferred_username", user)
                        put("aud", "my-client")
                        put("iat", now)
                        put("exp", now + 300)
                        page?.get("nonce")?.takeIf { isLogin }?.let { put("nonce", it) }
                    }
                return NimbusJose.jose.signer.sign(claims, key, JwsAlgorithm.RS256)
            }

            suspend fun login(
                account: String?,
                flow: LoginFlow = LoginFlow.BROWSER,
                configure: Config.Builder.() -> Unit = {},
            ) = bench.authenticate(issuer) {
                clientId = "my-client"
                this.flow = flow
                this.account = account
                configure()
            }

            suspend fun stored(account: String?) = store.get(TokenKey.forIssuer(issuer, "my-client", account = account))
        }

        test("each account has its own token, beside the one without an account") {
            val bench = Bench()
            val old = bench.login(null)
            val alice = bench.login("alice")
            bench.user = "bob"
            val bob = bench.login("bob")

            listOf(old, alice, bob).map { it.accessToken } shouldBe listOf("at1", "at2", "at3")
            bench.login("alice") shouldBe alice
            bench.login(null) shouldBe old
            bench.store.entries().sortedBy { it.storedAt }.map { it.account to it.userName }.toSet() shouldBe
                setOf(null to "alice", "alice" to "alice", "bob" to "bob")
        }

        test("the account is the hint of the login page, in the browser and with a device code") {
            val bench = Bench()
            bench.login("alice")
            bench.page?.getAll("login_hint") shouldBe listOf("alice")
            bench.login(null)
            bench.page?.get("login_hint").shouldBeNull()
            bench.page = null
            bench.user = "bob"
            bench.login("bob", LoginFlow.DEVICE)
            bench.requests.last { it.url == "$issuer/device" }.form["login_hint"] shouldBe listOf("bob")
        }

        test("the names of the user are requested for an account, as far as the server has scopes for them") {
            val bench = Bench("""["openid","email","profile","phone"]""")
            bench.login("alice")
            bench.page?.get("scope") shouldBe "openid profile email"
            bench.login(null)
            bench.page?.get("scope") shouldBe "openid"
            bench.login("work") { loginHint = "alice" }
            bench.page?.get("scope") shouldBe "openid profile email"
            Bench().also { it.login("alice") }.page?.get("scope") shouldBe "openid"
            bench.user = "bob"
            bench.login("bob") { scope("openid") }
            bench.page?.get("scope") shouldBe "openid"
        }

        test("another user is refused, in the browser and with a device code, and nothing is stored") {
            listOf(LoginFlow.BROWSER, LoginFlow.DEVICE).forEach { flow ->
                val bench = Bench()
                bench.user = "mallory"
                val error = shouldThrow<WrongAccountException> { bench.login("alice", flow) }
                error.account shouldBe "alice"
                error.actualUser shouldBe "mallory"
                bench.store.entries() shouldBe emptyList<StoredToken>()
            }
        }

        test("a later login of another user does not replace the token") {
            val bench = Bench()
            bench.login("work") { loginHint = "alice" }
            bench.page?.getAll("login_hint") shouldBe listOf("alice")
            val stored = bench.stored("work").shouldNotBeNull()
            val withoutRefresh = stored.newBuilder().also { it.refreshToken = null }.build()
            bench.store.put(TokenKey.forIssuer(issuer, "my-client", account = "work"), withoutRefresh)
            // Its remaining lifetime is short, but the entry is not stale yet.
            bench.clock += 9.minutes + 15.seconds
            bench.user = "bob"
            shouldThrow<WrongAccountException> { bench.login("work") { loginHint = "bob" } }.actualUser shouldBe "bob"
            bench.stored("work") shouldBe withoutRefresh
        }

        test("two accounts are refreshed each by itself") {
            val bench = Bench()
            bench.login("alice")
            bench.user = "bob"
            bench.login("bob")
            bench.clock += 9.minutes + 15.seconds
            bench.login("bob").accessToken shouldBe "at3"
            bench.stored("alice")?.accessToken shouldBe "at1"
            bench.user = "alice"
            bench.login("alice").accessToken shouldBe "at4"
            bench.requests.filter { it.form["grant_type"] == listOf("refresh_token") }.map { it.form["refresh_token"] } shouldBe
                listOf(listOf("r2"), listOf("r1"))
        }

        test("a refresh that returns the token of another user stores nothing, and says who it is") {
            val bench = Bench()
            bench.login("alice")
            bench.clock += 20.minutes
            bench.user = "bob"
            val error = shouldThrow<WrongAccountException> { bench.login("alice") }
            error.actualUser shouldBe "id-of-bob"
            bench.stored("alice")?.accessToken shouldBe "at1"
        }

        test("a hint among the parameters is sent once, and makes the account a label") {
            val bench = Bench()
            bench.user = "bob"
            bench.login("work") { authorizationParameters = mapOf("login_hint" to "bob@example.com") }
            bench.page?.getAll("login_hint") shouldBe listOf("bob@example.com")
            bench.stored("work") shouldNotBe null
        }

        test("a server that does not identify the user stores the token all the same") {
            val bench = Bench()
            bench.hasIdToken = false
            bench.login("alice", LoginFlow.DEVICE).accessToken shouldBe "at1"
            bench.store.entries().single().userName.shouldBeNull()
        }

        test("GitHub's name of the hint is used") {
            val bench = LoginBench { ScriptedResponse.token() }
            var page: Url? = null
            bench.visit = { login ->
                page = Url(login.url)
                LoginBench.open("${login.redirectUri}?code=c0&state=${Url(login.url).parameters["state"]?.encodeURLParameter()}")
            }
            val provider = GitHub.provider()
            bench.authenticate(provider.issuer) {
                client = provider.clientConfig("my-client")
                metadata = provider.metadata
                flow = LoginFlow.BROWSER
                account = "octocat"
            }
            page?.parameters?.get("login") shouldBe "octocat"
            page?.parameters?.get("login_hint").shouldBeNull()
        }

        test("an application gets the hint at its login route, and its tokens are stored by account") {
            var query: Map<String, List<String>> = emptyMap()
            val bench =
                LoginBench { request ->
                    if (request.url.endsWith("/login")) {
                        query = request.query
                        ScriptedResponse("", 307, listOf("Location" to "$issuer/authorize?state=s%7C%7Cv"))
                    } else {
                        ScriptedResponse.token()
                    }
                }
            bench.visit = { LoginBench.open("${it.redirectUri}?code=c0&state=s%7C%7Cv") }
            bench.authenticate(application) {
                flow = LoginFlow.BROWSER
                account = "Alice@Example.com"
            }
            query["login_hint"] shouldBe listOf("alice@example.com")
            bench.store.keys() shouldBe setOf(TokenKey.of("$application#account=alice@example.com"))
        }

        test("settings that cannot be a name are refused") {
            listOf("", " ", "a\nb", "\u0430lice").forEach { name ->
                shouldThrow<InvalidConfigException> { Config(application) { account = name } }.message shouldContain "account"
            }
            shouldThrow<InvalidConfigException> { Config(application) { loginHint = " " } }.message shouldContain "login hint"
        }
    })
