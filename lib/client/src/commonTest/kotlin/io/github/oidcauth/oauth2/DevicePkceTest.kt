// Tests DeviceAuthorizationEndpoint.
package io.github.oidcauth.oauth2

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.InvalidScopeException
import io.github.oidcauth.internal.crypto.Pkce
import io.github.oidcauth.internal.jose.NimbusJose
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TestTimeSource

/** Device logins at a server that requires PKCE of them, as Keycloak does of some clients. */
class DevicePkceTest :
    FunSpec({
        val codes = ScriptedResponse(
            """{"device_code":"dc","user_code":"UC","verification_uri":"https://as.example/activate","expires_in":600}""",
        )
        val knowing = ClientBench.METADATA.newBuilder().member(
            "code_challenge_methods_supported",
            listOf("plain", "S256"),
        ).build()

        val time = TestTimeSource()

        /** A server that requires PKCE when it [requires] it. */
        fun bench(requires: Boolean = true) =
            ClientBench(timeSource = time) { request ->
                when {
                    request.url == "https://as.example/token" -> ScriptedResponse.token()
                    requires && request["code_challenge_method"] == null -> ScriptedResponse.error("invalid_request")
                    else -> codes
                }
            }

        test("the server is asked again with a challenge, and hears the verifier of it when the token is asked for") {
            val bench = bench()
            val client = bench.client(knowing)

            val code = client.deviceAuthorization(RequestOptions { scope("openid") })
            client.token(DeviceCodeGrant(code))
            client.token(DeviceCodeGrant(DeviceCode.deserialize(code.serialize())))
            val job = client.pollingJob(code)
            time += 5.seconds
            job.attempt()

            val (first, second) = bench.requests
            first["code_challenge"].shouldBeNull()
            second["scope"] shouldBe "openid"
            second["code_challenge_method"] shouldBe "S256"
            val verifier = bench.requests[2]["code_verifier"].shouldNotBeNull()
            second["code_challenge"] shouldBe Pkce.challenge(verifier, NimbusJose.jose.digest)
            bench.requests.drop(2).map { it["code_verifier"] } shouldBe List(3) { verifier }
            code.toString() shouldNotContain verifier
        }

        test("a server that does not refuse hears nothing of PKCE") {
            val bench = bench(requires = false)
            val client = bench.client(knowing)

            client.token(DeviceCodeGrant(client.deviceAuthorization()))

            bench.requests.map { it["code_challenge"] ?: it["code_verifier"] } shouldBe listOf(null, null)
        }

        test("a server that does not say that it knows S256 is not asked again") {
            val bench = bench()

            shouldThrow<InvalidRequestException> { bench.client().deviceAuthorization() }

            bench.requests.size shouldBe 1
        }

        test("a request that is refused with a challenge too is sent twice and no more") {
            val bench = ClientBench { ScriptedResponse.error("invalid_request") }

            shouldThrow<InvalidRequestException> { bench.client(knowing).deviceAuthorization() }

            bench.requests.size shouldBe 2
        }

        test("another refusal is the last word") {
            val bench = ClientBench { ScriptedResponse.error("invalid_scope") }

            shouldThrow<InvalidScopeException> { bench.client(knowing).deviceAuthorization() }

            bench.requests.size shouldBe 1
        }
    })
