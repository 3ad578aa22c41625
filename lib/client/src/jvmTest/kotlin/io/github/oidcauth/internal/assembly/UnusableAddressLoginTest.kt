package io.github.oidcauth.internal.assembly

import io.github.oidcauth.AuthException
import io.github.oidcauth.ClearedToken.Revocation
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenManager
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ReceivedRequest
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.http.Url

/** Metadata whose addresses cannot be used: a login goes on without those that it does not need. */
class UnusableAddressLoginTest :
    FunSpec({
        val issuer = "https://idp.example"
        val device = """"device_authorization_endpoint":"$issuer/device","""
        val unusable = listOf("null", "\"\"", "\"/relative\"", "\"https://idp.example/a b\"", "\"http://idp.example/x\"", "7")

        fun bench(
            metadata: String,
            needed: String = """"authorization_endpoint":"$issuer/authorize","token_endpoint":"$issuer/token",""",
        ) = LoginBench { request ->
            when (request.url) {
                "$issuer/.well-known/openid-configuration" -> {
                    ScriptedResponse("""{$needed$metadata"issuer":"$issuer"}""")
                }

                "$issuer/device" -> {
                    ScriptedResponse(
                        """{"device_code":"dc","user_code":"UC","verification_uri":"$issuer/go","expires_in":60,"interval":1}""",
                    )
                }

                "$issuer/token" -> {
                    ScriptedResponse.token()
                }

                else -> {
                    ScriptedResponse("", 404)
                }
            }
        }

        fun LoginBench.grants() = requests.filter { it.url == "$issuer/token" }.map { it["grant_type"]?.substringAfterLast(':') }

        suspend fun LoginBench.login(scope: String = "read"): Token = authenticate(issuer) {
            clientId = "app"
            scope(scope)
        }

        test("no address that a device login does not need keeps it from going on") {
            val others =
                listOf(
                    "authorization_endpoint",
                    "revocation_endpoint",
                    "userinfo_endpoint",
                    "end_session_endpoint",
                    "registration_endpoint",
                    "introspection_endpoint",
                    "pushed_authorization_request_endpoint",
                    "backchannel_authentication_endpoint",
                    "jwks_uri",
                ).mapIndexed { i, member -> """"$member":${unusable[i % unusable.size]},""" }.joinToString("")
            val aliases = """"mtls_endpoint_aliases":{"token_endpoint":"/relative"},"""
            val bench = bench(device + others + aliases, """"token_endpoint":"$issuer/token",""")

            bench.login().accessToken shouldBe "at"
            bench.grants() shouldContainExactly listOf("device_code")
        }

        listOf("\"\"", "\"/relative\"", "\"http://idp.example/x\"").forEach { address ->
            test("a device endpoint that is $address leaves the browser login") {
                val bench = bench(""""device_authorization_endpoint":$address,""")
                bench.visit = { login ->
                    LoginBench.open("${login.redirectUri}?code=c0&state=${Url(login.url).parameters["state"]}")
                }

                bench.login().accessToken shouldBe "at"
                bench.grants() shouldContainExactly listOf("authorization_code")
            }
        }

        // A server whose key set is null has none, which is another matter.
        (unusable - "null").forEach { address ->
            test("a key set at $address is refused before the user has logged in, when an ID token is asked for") {
                val bench = bench("""$device"jwks_uri":$address,""")

                shouldThrow<AuthException> { bench.login("openid") }.message shouldContain "key set"
                bench.grants() shouldContainExactly emptyList()
            }
        }

        unusable.forEach { address ->
            test("a token endpoint that is $address is refused") {
                val bench = bench(device, """"token_endpoint":$address,""")

                shouldThrow<AuthException> { bench.login() }.message shouldContain "token endpoint"
            }

            test("a revocation endpoint that is $address keeps no token from being removed") {
                val metadata = ServerMetadata.parse("""{"issuer":"$issuer","revocation_endpoint":$address}""")
                val bench = bench("")
                bench.store.put(TokenKey.forIssuer(issuer, "app"), Token("at") { refreshToken = "rt" })
                val connect = { _: Any -> OAuth2Client(metadata, "app").protocol }

                val outcome = TokenManager(bench.store, emptyList(), bench.clock) { connect(it) }.clearAll().single()

                withClue(outcome.failure?.message) { outcome.revocation shouldBe Revocation.UNSUPPORTED }
            }
        }
    })
