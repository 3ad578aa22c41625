package io.github.oidcauth.internal.jwt

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.keys.ClientSecretKey
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.openid.IssuingServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration.Companion.seconds

private const val SECRET = "a secret of more than 32 octets, as HS256 needs"

@OptIn(DelicateOidcAuthApi::class)
class AccessTokenValidatorTest :
    FunSpec({
        val server = IssuingServer()
        val client =
            server.bench.client(IssuingServer.METADATA) {
                clientSecret = SECRET
                leeway = 0.seconds
            }

        fun claims(vararg changes: Pair<String, String?>): JsonObject = server.claims("aud" to "\"api\"", *changes)

        suspend fun refused(
            raw: String,
            by: OAuth2Client = client,
        ): String {
            val message = shouldThrow<InvalidResponseException> { by.validateAccessToken(raw, "api") }.message
            message shouldContain "The access token is not to be trusted: "
            message shouldNotContain "alice"
            return message
        }

        test("a token by a key of the server for this API is valid, whether it names its type or not") {
            listOf(null, "JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt").forEach { type ->
                withClue("$type") {
                    client.validateAccessToken(server.sign(claims(), type = type), "api").string("sub") shouldBe "alice"
                }
            }
            client.validateAccessToken(server.sign(claims("aud" to """["other","api"]""")), "api").string("sub") shouldBe "alice"
        }

        test("only the function for it accepts any audience") {
            listOf("\"other\"", "[]", null, "7").forEach { audience ->
                val raw = server.sign(claims("aud" to audience))
                refused(raw) shouldContain "(aud)"
                client.validateAccessToken(raw).string("iss") shouldBe ClientBench.ISSUER
            }
        }

        test("the faulty claim is named") {
            val now = server.bench.clock.now().epochSeconds
            val faults =
                mapOf(
                    claims("iss" to "\"https://evil.example\"") to "(iss)",
                    claims("iss" to null) to "iss is missing",
                    claims("exp" to "$now") to "(exp)",
                    claims("exp" to null) to "exp is missing",
                    claims("exp" to "\"soon\"") to "exp is not a time",
                    claims("nbf" to "${now + 1}") to "(nbf)",
                    claims("nbf" to "\"soon\"") to "nbf is not a time",
                    claims("events" to "{}") to "(events)",
                )
            faults.forEach { (claims, words) -> refused(server.sign(claims)) shouldContain words }
            client.validateAccessToken(server.sign(claims("exp" to "${now + 1}", "nbf" to "$now")), "api")
        }

        test("a JWT of another kind is refused") {
            listOf("logout+jwt", "dpop+jwt", "token-introspection+jwt", "id+jwt", "").forEach {
                refused(server.sign(claims(), type = it)) shouldContain "(typ)"
            }
        }

        test("no shared secret, no unpublished key and no missing signature proves anything") {
            val foreignKey = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k2")
            val shared = ClientSecretKey.signing(SECRET)
            refused(server.sign(claims(), shared, JwsAlgorithm.HS256)) shouldContain "algorithm"
            refused(server.sign(claims(), foreignKey)) shouldContain "key"
            val signed = server.sign(claims())
            refused(signed.substringBeforeLast('.') + ".")
            refused(signed.dropLast(4) + "AAAA")
            refused("opaque") shouldContain "not a JWT"
        }

        test("without a known issuer nothing can be validated") {
            val metadata = IssuingServer.METADATA.toJson() - "issuer"
            val nameless = server.bench.client(ServerMetadata.fromJson(JsonObject(metadata)))
            shouldThrow<InvalidConfigException> { nameless.validateAccessToken(server.sign(claims()), "api") }
        }
    })
