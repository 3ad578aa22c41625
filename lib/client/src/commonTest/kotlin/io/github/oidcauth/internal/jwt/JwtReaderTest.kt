package io.github.oidcauth.internal.jwt

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.TransportException
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.ScriptedResponse
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

class JwtReaderTest :
    FunSpec({
        val jose = NimbusJose.jose
        val old = jose.keys.generate(JwsAlgorithm.ES256, "old")
        val new = jose.keys.generate(JwsAlgorithm.ES256, "new")
        val claims = buildJsonObject { put("sub", "alice") }
        val policy = JwtPolicy("The thing", setOf(JwsAlgorithm.ES256), emptySet(), emptySet(), isEncryptionRequired = false)

        class Keys(
            vararg val known: List<Jwk>,
            val refreshForUnknownKey: () -> List<Jwk>?,
        ) : KeySource {
            var asked = 0
            var searches = 0

            override suspend fun current(): List<Jwk> = known[asked.coerceAtMost(known.size - 1)].also { asked++ }

            override suspend fun refreshForUnknownKey(): List<Jwk>? = refreshForUnknownKey.invoke().also { searches++ }
        }

        suspend fun Keys.read(key: Jwk): JwtReader.VerifiedJwt {
            val bench = ClientBench { ScriptedResponse("", 404) }
            val text = jose.signer.sign(claims, key, JwsAlgorithm.ES256)
            return JwtReader(ClientConfig("my-client"), this, bench.clientContext).read(text, policy)
        }

        test("known keys are tried first, and no others looked for when one fits") {
            val keys = Keys(listOf(old.toPublic())) { error("not asked") }

            keys.read(old).jwt.claims shouldBe claims
        }

        test("new keys are looked for when the token names one that is not known") {
            val keys = Keys(listOf(old.toPublic())) { listOf(new.toPublic()) }

            keys.read(new).jwt.claims shouldBe claims
            keys.searches shouldBe 1
        }

        test("keys that somebody else has fetched meanwhile are tried during the cool-down") {
            val keys = Keys(listOf(old.toPublic()), listOf(new.toPublic())) { null }

            keys.read(new).jwt.claims shouldBe claims
        }

        test("a token is refused when nobody has its key, after one search") {
            listOf(null, listOf(old.toPublic())).forEach { found ->
                val known = listOf(old.toPublic())
                val keys = Keys(known) { found }

                shouldThrow<InvalidResponseException> { keys.read(new) }.message shouldContain "The thing is not to be trusted"
                keys.searches shouldBe 1
            }
        }

        test("a wrong signature by a known key is no reason to look for new ones") {
            val impostor = Jwk.fromJson(JsonObject(new.toJson() + ("kid" to JsonPrimitive("old"))))
            val keys = Keys(listOf(old.toPublic())) { error("not asked") }

            shouldThrow<InvalidResponseException> { keys.read(impostor) }.message shouldContain "signature"
        }

        test("a search that fails says so") {
            val keys =
                Keys(listOf(old.toPublic())) { throw TransportException(TransportException.Fault.TIMEOUT, "No response.", null) }

            shouldThrow<TransportException> { keys.read(new) }
        }

        test("nothing of a token is shown") {
            Keys(listOf(old.toPublic())) { null }.read(old).toString() shouldNotContain "alice"
        }
    })
