package io.github.oidcauth.internal.assembly

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.Config
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.crypto.Pkce
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.DPoP
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.JwkSet
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.ReceivedRequest
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.providers.Entra
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.ktor.http.HttpStatusCode
import io.ktor.http.Parameters
import io.ktor.http.Url
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** The front door for a standard issuer: discovery, store, refresh, device login, browser login. */
class IssuerLoginTest :
    FunSpec({
        val issuer = "https://idp.example/realms/r"
        val key = NimbusJose.jose.keys.generate(JwsAlgorithm.RS256, "k1")

        /** An issuer, and a machine that logs in there. */
        class Bench(
            private val metadata: String = """"device_authorization_endpoint":"$issuer/device",""",
            private val scopes: String = """["openid","offline_access","email"]""",
        ) {
            private val bench = LoginBench(::responseTo)
            val requests get() = bench.requests
            val clock get() = bench.clock
            val store get() = bench.store
            val warnings get() = bench.warnings
            var visit by bench::visit
            var discovery = HttpStatusCode.OK
            var keySet = HttpStatusCode.OK
            var deviceResponse: (ReceivedRequest) -> ScriptedResponse = {
                ScriptedResponse(
                    """{"device_code":"dc","user_code":"UC",""" +
                        """"verification_uri":"$issuer/activate","expires_in":60,"interval":1}""",
                )
            }
            var tokenResponse: (ReceivedRequest) -> ScriptedResponse = { ScriptedResponse.token(""""refresh_token":"r1"""") }

            private fun responseTo(request: ReceivedRequest): ScriptedResponse =
                when (request.url) {
                    "$issuer/.well-known/openid-configuration" -> {
                        ScriptedResponse(
                            """{"issuer":"$issuer","authorization_endpoint":"$issuer/authorize","token_endpoint":"$issuer/token",
                               $metadata"jwks_uri":"$issuer/jwks","scopes_supported":$scopes}""",
                            discovery.value,
                        )
                    }

                    "$issuer/device" -> {
                        deviceResponse(request)
                    }

                    "$issuer/jwks" -> {
                        ScriptedResponse(JwkSet(listOf(key.toPublic())).toJson().toString(), keySet.value)
                    }

                    "$issuer/token" -> {
                        tokenResponse(request)
                    }

                    else -> {
                        ScriptedResponse("", 404)
                    }
                }

            suspend fun authenticate(configure: Config.Builder.() -> Unit = {}): Token =
                bench.authenticate(issuer) {
                    clientId = "my-client"
                    configure()
                }

            fun idToken(nonce: String?): String {
                val now = clock.now().epochSeconds
                val claims =
                    buildJsonObject {
                        put("iss", issuer)
                        put("sub", "alice")
                        put("aud", "my-client")
                        put("iat", now)
                        put("exp", now + 300)
                        nonce?.let { put("nonce", it) }
                    }
                return NimbusJose.jose.signer.sign(claims, key, JwsAlgorithm.RS256)
            }

            fun sentTo(path: String) = requests.filter { it.url == "$issuer/$path" }
        }

        test("a user logs in by device, once, and the token is kept under issuer, client and scopes") {
            val bench = Bench()

            val token = bench.authenticate { scope("email", "openid") }
            val again = bench.authenticate { scope("openid", "email", "openid") }

            token.accessToken shouldBe "at"
            again shouldBe token
            bench.sentTo("device").map { it["scope"] to it["client_id"] } shouldContainExactly
                listOf("email openid" to "my-client")
            bench.sentTo("token").map { it["device_code"] } shouldContainExactly listOf("dc")
            bench.store.keys() shouldBe setOf(TokenKey.forIssuer(issuer, "my-client", listOf("email", "openid")))
        }

        test("an issuer that requires PKCE of device logins hears the verifier when it is polled") {
            val bench = Bench(
                """"device_authorization_endpoint":"$issuer/device","code_challenge_methods_supported":["S256"],""",
            )
            val codes = bench.deviceResponse
            bench.deviceResponse = { if (it["code_challenge"] == null) ScriptedResponse.error("invalid_request") else codes(it) }

            bench.authenticate().accessToken shouldBe "at"

            val verifier = bench.sentTo("token").single()["code_verifier"].shouldNotBeNull()
            bench.sentTo("device").last()["code_challenge"] shouldBe Pkce.challenge(verifier, NimbusJose.jose.digest)
        }

        test("a stored token needs no request at all, and no discovery") {
            val bench = Bench()
            bench.store.put(
                TokenKey.forIssuer(issuer, "my-client"),
                Token("stored") {
                    expiresAt = bench.clock.now() + 10.minutes
                },
            )

            bench.authenticate().accessToken shouldBe "stored"
            bench.requests.shouldBeEmpty()
        }

        test("a token for other scopes, another client or another API is another token") {
            val bench = Bench()

            bench.authenticate { scope("openid") }
            bench.authenticate { scope("openid", "email") }
            bench.authenticate { audience("api") }
            bench.authenticate { resource("https://api.example/") }
            bench.authenticate { clientId = "other" }

            bench.sentTo("device").map {
                listOf(it["scope"], it["audience"], it["resource"], it["client_id"])
            } shouldContainExactly
                listOf(
                    listOf("openid", null, null, "my-client"),
                    listOf("openid email", null, null, "my-client"),
                    listOf("openid", "api", null, "my-client"),
                    listOf("openid", null, "https://api.example/", "my-client"),
                    listOf("openid", null, null, "other"),
                )
        }

        test("offline_access is requested by those alone who set it, even where the issuer has it") {
            val bench = Bench()

            bench.authenticate()
            bench.authenticate { scope("openid", "offline_access") }

            bench.sentTo("device").map { it["scope"] } shouldContainExactly listOf("openid", "openid offline_access")
        }

        context("a login without a refresh token ends with the advice how to get one") {
            suspend fun Bench.warnings(vararg scopes: String): List<String> {
                tokenResponse = { ScriptedResponse.token() }
                authenticate { if (scopes.isNotEmpty()) scope(*scopes) }
                return warnings
            }

            test("once for each key, and not for a stored token") {
                val bench = Bench()
                bench.warnings().single() shouldContain "--scope 'openid offline_access'"
                bench.warnings()
                bench.clock += 2.hours
                bench.warnings().size shouldBe 1
                bench.warnings("email").last() shouldContain "--scope 'email offline_access'"
            }

            test("which is another one where that scope was requested") {
                Bench().warnings("openid", "offline_access").single() shouldContain "have refresh tokens allowed"
            }

            test("or where the issuer does not have it") {
                Bench(scopes = """["openid"]""").warnings().single() shouldContain "has no scope offline_access"
            }

            test("but not where there is a refresh token, or the token does not expire") {
                val bench = Bench()
                bench.authenticate()
                bench.tokenResponse = { ScriptedResponse("""{"access_token":"at","token_type":"Bearer"}""") }
                bench.authenticate { scope("email") }
                bench.warnings.shouldBeEmpty()
            }
        }

        test("openid is asked of an OpenID provider that does not list its scopes, and nothing of another server") {
            val unlisted = ServerMetadata { tokenEndpoint("$issuer/token").deviceAuthorizationEndpoint("$issuer/device") }
            val openId =
                unlisted.newBuilder().member("id_token_signing_alg_values_supported", listOf("RS256")).build()

            val bench = Bench()
            bench.authenticate { metadata = openId }
            bench.authenticate {
                metadata = unlisted
                clientId = "other"
            }

            bench.sentTo("device").map { it["scope"] } shouldContainExactly listOf("openid", null)
        }

        context("a client that wants tokens bound to a key") {
            val dpopKey = DPoPKey.generate()
            val strict = ClientConfig("my-client") { dpop = DPoP.withKey(dpopKey) }
            val lenient = ClientConfig("my-client") { dpop = DPoP.withKey(dpopKey).acceptBearer() }
            val plain = ClientConfig("my-client")
            val bound =
                Token("stored") {
                    tokenType = "DPoP"
                    this.dpopKey = dpopKey
                }

            listOf(
                Triple("a bearer token is none for it", strict, Token("stored") {}),
                Triple("a token whose key is gone is none for anybody", plain, Token("stored") { tokenType = "DPoP" }),
            ).forEach { (what, settings, stored) ->
                test("$what, so the user logs in") {
                    val bench = Bench()
                    bench.tokenResponse = { request ->
                        val type = if (request.header("DPoP") == null) "Bearer" else "DPoP"
                        ScriptedResponse(ScriptedResponse.token().body.replace("Bearer", type))
                    }
                    val lasting = stored.newBuilder().also { it.expiresAt = bench.clock.now() + 10.minutes }.build()
                    bench.store.put(TokenKey.forIssuer(issuer, "my-client"), lasting)

                    bench.authenticate { client = settings }.accessToken shouldBe "at"
                }
            }

            listOf(
                Triple("a bound token is handed out", strict, bound),
                Triple("a bearer token is handed out where those are accepted", lenient, Token("stored") {}),
            ).forEach { (what, settings, stored) ->
                test(what) {
                    val bench = Bench()
                    val lasting = stored.newBuilder().also { it.expiresAt = bench.clock.now() + 10.minutes }.build()
                    bench.store.put(TokenKey.forIssuer(issuer, "my-client"), lasting)

                    bench.authenticate { client = settings }.accessToken shouldBe "stored"
                    bench.requests.shouldBeEmpty()
                }
            }
        }

        test("a user is not asked while the keys are out of reach that their ID token would be validated by") {
            val bench = Bench()
            bench.keySet = HttpStatusCode.BadGateway

            shouldThrow<HttpException> { bench.authenticate() }.statusCode shouldBe 502
            bench.sentTo("device").shouldBeEmpty()
        }

        test("minTtl says how long a stored token has to live, to the second") {
            val bench = Bench()
            val key = TokenKey.forIssuer(issuer, "my-client")
            bench.store.put(
                key,
                Token("old") {
                    expiresAt = bench.clock.now() + 10.minutes
                    refreshToken = "r0"
                },
            )

            bench.authenticate { minTtl = 10.minutes - 1.seconds }.accessToken shouldBe "old"
            bench.authenticate { minTtl = 10.minutes }.accessToken shouldBe "at"
            bench.sentTo("token").map { it["refresh_token"] } shouldContainExactly listOf("r0")
        }

        test("a refresh says where the token is for, and asks for no scope") {
            val bench = Bench()
            bench.authenticate {
                scope("openid")
                resource("https://api.example/")
            }
            bench.clock += 20.minutes

            bench.authenticate {
                scope("openid")
                resource("https://api.example/")
            }

            val refresh = bench.sentTo("token").last()
            refresh["grant_type"] shouldBe "refresh_token"
            refresh["refresh_token"] shouldBe "r1"
            refresh["resource"] shouldBe "https://api.example/"
            refresh["scope"].shouldBeNull()
        }

        test("an issuer without device grant is logged in to in the browser, with PKCE, state, nonce and a checked ID token") {
            val bench = Bench(metadata = "")
            var page: Url? = null
            bench.visit = { login ->
                val url = Url(login.url).also { page = it }
                LoginBench.open("${login.redirectUri}?code=c0&state=${url.parameters["state"]}")
            }
            bench.tokenResponse = { ScriptedResponse.token(""""id_token":"${bench.idToken(page?.parameters?.get("nonce"))}"""") }

            val token = bench.authenticate { authorizationParameters = mapOf("login_hint" to "alice") }

            val asked = page.shouldNotBeNull().parameters
            asked["response_type"] shouldBe "code"
            asked["client_id"] shouldBe "my-client"
            asked["code_challenge_method"] shouldBe "S256"
            asked["login_hint"] shouldBe "alice"
            asked["scope"] shouldBe "openid"
            asked["prompt"].shouldBeNull()
            val redeemed = bench.sentTo("token").single()
            redeemed["code"] shouldBe "c0"
            redeemed["redirect_uri"] shouldBe asked["redirect_uri"]
            redeemed["code_verifier"].shouldNotBeNull()
            token.idToken.shouldNotBeNull()
        }

        /** Returns the parameters with which the browser is sent away if nobody logs in. */
        suspend fun Bench.asked(configure: Config.Builder.() -> Unit): Parameters {
            var page: Url? = null
            visit = { login ->
                val url = Url(login.url).also { page = it }
                LoginBench.open("${login.redirectUri}?error=access_denied&state=${url.parameters["state"]}")
            }
            shouldThrow<AuthorizationDeniedException> { authenticate(configure) }
            return page.shouldNotBeNull().parameters
        }

        test("a login in the browser needs no setting but the client") {
            val bench = Bench()
            var page: Url? = null
            bench.visit = { login ->
                val url = Url(login.url).also { page = it }
                LoginBench.open("${login.redirectUri}?code=c0&state=${url.parameters["state"]}")
            }
            bench.tokenResponse = { ScriptedResponse.token(""""id_token":"${bench.idToken(page?.parameters?.get("nonce"))}"""") }

            bench.authenticate { flow = LoginFlow.BROWSER }.accessToken shouldBe "at"

            page?.parameters?.get("redirect_uri").shouldNotBeNull() shouldMatch
                Regex("http://127\\.0\\.0\\.1:[1-9][0-9]*/callback")
        }

        test("consent is asked for along with offline access alone, and a prompt of the caller's comes first") {
            Bench(metadata = "").asked { scope("openid", "offline_access") }["prompt"] shouldBe "consent"
            Bench(metadata = "").asked { scope("openid", "offline_accessory") }["prompt"].shouldBeNull()
            Bench(metadata = "").asked { authorizationParameters = mapOf("prompt" to "login") }.getAll("prompt") shouldBe
                listOf("login")
        }

        test("more scope to consent to is in the request to the browser alone, and not in the key of the token") {
            val bench = Bench(metadata = "")
            var page: Url? = null
            bench.visit = { login ->
                val url = Url(login.url).also { page = it }
                LoginBench.open("${login.redirectUri}?code=c0&state=${url.parameters["state"]}")
            }
            bench.tokenResponse = { ScriptedResponse.token(""""refresh_token":"r1"""") }

            bench.authenticate {
                scope("mail.read")
                extraScopeToConsent("files.read", "mail.read")
            }

            page?.parameters?.get("scope") shouldBe "mail.read files.read"
            bench.sentTo("token").single()["scope"] shouldBe "mail.read"
            bench.store.keys() shouldBe setOf(TokenKey.forIssuer(issuer, "my-client", listOf("mail.read")))
            bench.authenticate { scope("mail.read") }.accessToken shouldBe "at"
            bench.sentTo("token").size shouldBe 1
        }

        test("where nothing more is consented to, a code is redeemed without scope; consent to offline access is asked for") {
            val bench = Bench(metadata = "")
            bench.visit = { login ->
                LoginBench.open("${login.redirectUri}?code=c0&state=${Url(login.url).parameters["state"]}")
            }
            bench.authenticate { scope("mail.read") }
            bench.sentTo("token").single()["scope"].shouldBeNull()
            val asked = Bench(metadata = "").asked { extraScopeToConsent = "offline_access" }
            asked["scope"] shouldBe "openid offline_access"
            asked["prompt"] shouldBe "consent"
        }

        test("more scope to consent to is left out of a device login") {
            val bench = Bench()
            bench.authenticate {
                scope("mail.read")
                extraScopeToConsent = "files.read"
            }
            bench.sentTo("device").single()["scope"] shouldBe "mail.read"
        }

        test("a provider that remembers consent is not asked to ask for it") {
            val entra = Entra.tenant("common").clientConfig("my-client").newBuilder().issuerCheck(IssuerCheck.Exact).build()

            Bench(metadata = "").asked { client = entra }["prompt"].shouldBeNull()
        }

        test("parameters that the ID token is validated by have their effect on it") {
            val bench = Bench(metadata = "")
            var nonce: String? = null
            bench.visit = { login ->
                val url = Url(login.url).also { nonce = it.parameters["nonce"] }
                LoginBench.open("${login.redirectUri}?code=c0&state=${url.parameters["state"]}")
            }
            bench.tokenResponse = { ScriptedResponse.token(""""id_token":"${bench.idToken(nonce)}"""") }

            val failure =
                shouldThrow<InvalidResponseException> {
                    bench.authenticate { authorizationParameters = mapOf("max_age" to "60") }
                }

            failure.message shouldContain "auth_time"
        }

        listOf("another" to "forged", "no" to null).forEach { (what, nonce) ->
            test("an ID token with $what nonce is refused, and nothing is stored") {
                val bench = Bench(metadata = "")
                bench.visit =
                    { login -> LoginBench.open("${login.redirectUri}?code=c0&state=${Url(login.url).parameters["state"]}") }
                bench.tokenResponse = { ScriptedResponse.token(""""id_token":"${bench.idToken(nonce)}"""") }

                shouldThrow<InvalidResponseException> { bench.authenticate() }.message shouldContain "nonce"
                bench.store.keys().shouldBeEmpty()
            }
        }

        test("an issuer that could not be discovered is asked again the next time") {
            val bench = Bench()
            bench.discovery = HttpStatusCode.ServiceUnavailable

            shouldThrow<HttpException> { bench.authenticate() }.statusCode shouldBe 503
            bench.discovery = HttpStatusCode.OK
            bench.authenticate().accessToken shouldBe "at"
        }

        test("known metadata are not discovered") {
            val bench = Bench()
            val known =
                ServerMetadata {
                    tokenEndpoint("$issuer/token")
                    deviceAuthorizationEndpoint("$issuer/device")
                }

            bench.authenticate { metadata = known }

            bench.requests.map { it.url } shouldContainExactly listOf("$issuer/device", "$issuer/token")
        }

        test("a host without routes and without client id says what is missing") {
            val bench = Bench()

            val failure = shouldThrow<HttpException> { bench.authenticate { clientId = null } }

            failure.message shouldContain "client id"
            failure.message shouldContain "--client-id"
        }
    })
