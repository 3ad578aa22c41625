// Tests ClientConfigSettings, ParameterRules and TokenEndpoint.
package io.github.oidcauth.oauth2

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidRequestException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain

/** Parameters that go with every token request. */
@OptIn(DelicateOidcAuthApi::class)
class TokenParametersTest :
    FunSpec({
        val device = """{"device_code":"dc","user_code":"U","verification_uri":"https://as.example/a","expires_in":60}"""

        fun bench() = ClientBench { if (it.url.endsWith("/device")) ScriptedResponse(device) else ScriptedResponse.token() }

        test("they go with each grant, and with no request to another endpoint") {
            val bench = bench()
            val client =
                bench.client {
                    tokenParameter("tenant", "t1")
                    tokenParameter("resource", "https://a.example")
                    tokenParameter("resource", "https://b.example")
                }

            client.token(ClientCredentialsGrant { scope("read") })
            client.token(RefreshTokenGrant("rt"))
            client.token(DeviceCodeGrant(client.deviceAuthorization()))
            client.revoke("at")

            val (token, other) = bench.requests.partition { it.url.endsWith("/token") }
            token.map { it["tenant"] } shouldBe List(3) { "t1" }
            token.map { it["resource"] } shouldBe List(3) { "https://a.example|https://b.example" }
            token.first()["scope"] shouldBe "read"
            other.map { it["tenant"] } shouldBe listOf(null, null)
        }

        test("a parameter of the request itself replaces them") {
            val bench = bench()
            val client =
                bench.client {
                    tokenParameter("tenant", "t1").tokenParameter("audience", "a").tokenParameter("username", "bob")
                }

            client.token(
                ClientCredentialsGrant {
                    parameter("tenant", "t2")
                    audience("b")
                },
            )
            client.token(PasswordGrant("alice", "secret"))

            bench.requests[0]["tenant"] shouldBe "t2"
            bench.requests[0]["audience"] shouldBe "b"
            bench.requests[1]["username"] shouldBe "alice"
            bench.requests[1]["tenant"] shouldBe "t1"
        }

        listOf("grant_type", "client_id", "client_secret", "code", "scope", "authorization_details", "").forEach { name ->
            test("'$name' is not one") {
                shouldThrow<InvalidConfigException> { ClientConfig("c") { tokenParameter(name, "x") } }
            }
        }

        test("a secret in place of one is refused with the setting for it") {
            shouldThrow<InvalidConfigException> { ClientConfig("c") { tokenParameter("client_secret", "x") } }.message shouldBe
                "The parameter client_secret is sent by the client's authentication. " +
                "Set clientSecret, or ClientSecretPost to have it in the body."
        }

        test("their values are secret") {
            val bench = ClientBench { ScriptedResponse.error("invalid_request", more = """"error_description":"bad s3cret"""") }
            val client = bench.client { tokenParameter("pin", "s3cret") }

            val e = shouldThrow<InvalidRequestException> { client.token(ClientCredentialsGrant()) }

            "${e.message} ${e.detail} ${client.config} ${client.config.newBuilder()}" shouldNotContain "s3cret"
            e.cause.shouldBeNull()
        }
    })
