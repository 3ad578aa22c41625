package io.github.oidcauth.internal.assembly

import io.github.oidcauth.Config
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.SettableClock
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.oauth2.JwkSet
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.ReceivedRequest
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.openid.IssuingServer
import io.github.oidcauth.providers.Entra
import io.github.oidcauth.providers.GitHub
import io.github.oidcauth.providers.GitLab
import io.github.oidcauth.providers.Google
import io.github.oidcauth.providers.Provider
import io.github.oidcauth.providers.Slack
import io.github.oidcauth.providers.showsCredentials
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.ktor.http.Parameters
import io.ktor.http.Url
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.time.Duration.Companion.minutes

/** The front door for a known provider: what its preset says holds there too. */
class ProviderLoginTest :
    FunSpec({
        /** A machine that logs in at [provider], whose servers respond with [responses], by URL. */
        class Bench(
            private val provider: Provider,
            vararg responses: Pair<String, (ReceivedRequest) -> ScriptedResponse>,
        ) {
            private val responses = responses.toMap()
            private val bench = LoginBench { this.responses[it.url]?.invoke(it) ?: ScriptedResponse("", 404) }
            val requests get() = bench.requests
            val clock get() = bench.clock
            val store get() = bench.store

            /** The parameters of the browser's request, when it was shown a page. */
            var asked: Parameters? = null

            init {
                bench.visit = { login ->
                    val parameters = Url(login.url).parameters.also { asked = it }
                    LoginBench.open("${login.redirectUri}?code=c-1&state=${parameters["state"]}")
                }
            }

            suspend fun authenticate(configure: Config.Builder.() -> Unit = {}): Token =
                bench.authenticate(provider.issuer) {
                    client = provider.clientConfig("my-client") { clientSecret = "s3cret" }
                    metadata = provider.metadata
                    configure()
                }

            fun sentTo(url: String) = requests.filter { it.url == url }
        }

        fun form(text: String) = ScriptedResponse(text, mediaType = "application/x-www-form-urlencoded")

        fun metadata(vararg members: Pair<String, String>): (ReceivedRequest) -> ScriptedResponse =
            { ScriptedResponse(members.joinToString(",", "{", "}") { (name, value) -> "\"$name\":\"$value\"" }) }

        val deviceUrl = "https://github.com/login/device/code"
        val tokenUrl = "https://github.com/login/oauth/access_token"

        test("GitHub is logged in to with a code and without a secret or discovery, though its responses are forms") {
            val bench =
                Bench(
                    GitHub.provider(),
                    deviceUrl to {
                        form("device_code=dc&user_code=C&verification_uri=https%3A%2F%2Fgithub.com%2Fl&expires_in=900&interval=1")
                    },
                    tokenUrl to { form("access_token=gho_1&scope=repo%2Cgist&token_type=bearer") },
                )

            val token = bench.authenticate { scope("repo", "gist") }
            bench.clock += 100_000.minutes

            token.scope shouldBe "repo gist"
            // It has no end, so nobody is asked again.
            bench.authenticate { scope("gist", "repo") } shouldBe token
            bench.requests.map { it.url } shouldContainExactly listOf(deviceUrl, tokenUrl)
            bench.requests.any { it.showsCredentials } shouldBe false
            bench.store.keys() shouldBe
                setOf(TokenKey.forIssuer("https://github.com/login/oauth", "my-client", listOf("repo", "gist")))
        }

        test("GitLab is logged in to with a code, though its metadata say nothing of that") {
            val bench =
                Bench(
                    GitLab.provider(),
                    "https://gitlab.com/.well-known/openid-configuration" to
                        metadata("issuer" to "https://gitlab.com", "token_endpoint" to "https://gitlab.com/oauth/token"),
                    "https://gitlab.com/oauth/authorize_device" to {
                        ScriptedResponse(
                            """{"device_code":"dc","user_code":"C",""" +
                                """"verification_uri":"https://gitlab.com/d","expires_in":300,"interval":1}""",
                        )
                    },
                    "https://gitlab.com/oauth/token" to { ScriptedResponse.token() },
                )

            bench.authenticate { scope("api") }.accessToken shouldBe "at"
        }

        test("Google keeps its refresh token, and is asked for one in the browser") {
            val google = "https://accounts.google.com"
            val tokens = "https://oauth2.googleapis.com/token"
            val responses = ArrayDeque(listOf(ScriptedResponse.token(""""refresh_token":"1//rt""""), ScriptedResponse.token()))
            val bench =
                Bench(
                    Google.offline(),
                    "$google/.well-known/openid-configuration" to
                        metadata("issuer" to google, "authorization_endpoint" to "$google/auth", "token_endpoint" to tokens),
                    tokens to { responses.removeFirst() },
                )

            bench.authenticate { scope("email") }
            bench.clock += 20.minutes
            val refreshed = bench.authenticate { scope("email") }

            val asked = bench.asked.shouldNotBeNull()
            asked["access_type"] shouldBe "offline"
            asked["prompt"] shouldBe "consent"
            bench.sentTo(tokens).map { it["refresh_token"] } shouldContainExactly listOf(null, "1//rt")
            refreshed.refreshToken shouldBe "1//rt"
        }

        test("a user's token and a bot's of Slack are two, though they come in one response") {
            val tokens = "https://slack.com/api/oauth.v2.access"
            val both =
                """{"ok":true,"access_token":"xoxb-bot","token_type":"bot","scope":"chat:write",
                    "authed_user":{"id":"U1","scope":"chat:write","access_token":"xoxp-person","token_type":"user"}}"""
            val user = Bench(Slack.user(), tokens to { ScriptedResponse(both) })
            val bot = Bench(Slack.bot(), tokens to { ScriptedResponse(both) })

            user.authenticate { scope("chat:write") }.accessToken shouldBe "xoxp-person"
            bot.authenticate { scope("chat:write") }.accessToken shouldBe "xoxb-bot"

            user.asked.shouldNotBeNull()["user_scope"] shouldBe "chat:write"
            user.asked.shouldNotBeNull()["scope"].shouldBeNull()
            (user.store.keys() == bot.store.keys()) shouldBe false
        }

        context("at Microsoft's common issuer") {
            val common = "https://login.microsoftonline.com/common"
            val tenant = "8eaef023-2b34-4da1-9baa-8bc8c9d6a490"

            /** Logs in; the ID token is by [issuer], and says to be of [tenant]. */
            suspend fun login(issuer: String): Token {
                val now = SettableClock().now().epochSeconds
                lateinit var bench: Bench
                bench =
                    Bench(
                        Entra.tenant("common"),
                        "$common/v2.0/.well-known/openid-configuration" to
                            metadata(
                                "issuer" to "https://login.microsoftonline.com/{tenantid}/v2.0",
                                "authorization_endpoint" to "$common/oauth2/v2.0/authorize",
                                "token_endpoint" to "$common/oauth2/v2.0/token",
                                "jwks_uri" to "$common/discovery/v2.0/keys",
                            ),
                        "$common/discovery/v2.0/keys" to
                            { ScriptedResponse(JwkSet(listOf(IssuingServer.RSA.toPublic())).toJson().toString()) },
                        "$common/oauth2/v2.0/token" to {
                            val claims =
                                buildJsonObject {
                                    put("iss", issuer)
                                    put("tid", tenant)
                                    put("sub", "alice")
                                    put("aud", "my-client")
                                    put("nonce", bench.asked?.get("nonce"))
                                    put("iat", now)
                                    put("exp", now + 300)
                                }
                            val idToken = NimbusJose.jose.signer.sign(claims, IssuingServer.RSA, JwsAlgorithm.RS256)
                            ScriptedResponse.token(""""id_token":"$idToken"""")
                        },
                    )
                return bench.authenticate { scope("openid") }
            }

            test("a user's ID token is by their tenant") {
                login("https://login.microsoftonline.com/$tenant/v2.0").idToken.shouldNotBeNull()
            }

            test("an ID token by another tenant than it says is refused") {
                shouldThrow<InvalidResponseException> { login("https://login.microsoftonline.com/another-one/v2.0") }
            }
        }
    })
