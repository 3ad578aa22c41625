// Tests JwsVerifier and NimbusCodec.
package io.github.oidcauth.internal.jose

import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.jose.UnsafeSigner.encode
import io.github.oidcauth.internal.keys.ClientSecretKey
import io.github.oidcauth.internal.keys.JdkKeys
import io.github.oidcauth.internal.keys.KeyCandidates
import io.github.oidcauth.internal.keys.NimbusKeys
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwsAlgorithm.ES256
import io.github.oidcauth.oauth2.JwsAlgorithm.EdDSA
import io.github.oidcauth.oauth2.JwsAlgorithm.HS256
import io.github.oidcauth.oauth2.JwsAlgorithm.PS256
import io.github.oidcauth.oauth2.JwsAlgorithm.RS256
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldNotBeInstanceOf
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.security.KeyPairGenerator
import java.security.Signature
import java.security.interfaces.RSAPrivateCrtKey
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec

private val ALL = JwsAlgorithm.entries.toSet()
private const val CLAIMS = """{"sub":"alice"}"""

/** Tokens of attackers. */
class JwsRefusalTest :
    FunSpec({
        val jose = NimbusJose.jose
        val rsa = jose.keys.generate(RS256, "rsa")
        val ec = jose.keys.generate(ES256, "ec")
        val ed = jose.keys.generate(EdDSA, "ed")
        val secret = jose.keys.generate(HS256, "secret")
        val public = listOf(rsa, ec, ed).map(Jwk::toPublic)

        fun verify(
            token: String,
            keys: List<Jwk> = public,
            allowed: Set<JwsAlgorithm> = ALL,
        ) = jose.verifier.verify(token, keys, allowed)

        fun SignatureVerification.why() = shouldBeInstanceOf<SignatureVerification.Invalid>().why

        fun Jwk.with(vararg members: Pair<String, JsonElement>) = Jwk.fromJson(JsonObject(toJson() + members))

        fun Jwk.without(vararg names: String) = Jwk.fromJson(JsonObject(toJson() - names.toSet()))

        test("the keys and tokens of this test are good, so that refusals have their own reason") {
            verify(
                UnsafeSigner.sign("""{"alg":"RS256","kid":"rsa"}""", CLAIMS, rsa, RS256),
            ).shouldBeInstanceOf<SignatureVerification.Valid>()
            verify(
                UnsafeSigner.sign("""{"alg":"ES256","kid":"ec"}""", CLAIMS, ec, ES256),
            ).shouldBeInstanceOf<SignatureVerification.Valid>()
            verify(UnsafeSigner.sign("""{"alg":"EdDSA"}""", CLAIMS, ed, EdDSA)).shouldBeInstanceOf<SignatureVerification.Valid>()
            verify(
                UnsafeSigner.sign("""{"alg":"HS256"}""", CLAIMS, secret, HS256),
                listOf(secret),
            ).shouldBeInstanceOf<SignatureVerification.Valid>()
        }

        listOf("none", "None", "NONE", "nOnE", "").forEach { name ->
            test("a token without signature is refused: '$name'") {
                verify("""${encode("""{"alg":"$name"}""")}.${encode(CLAIMS)}.""").why() shouldContain "algorithm"
                verify("""${encode("""{"alg":"$name"}""")}.${encode(CLAIMS)}.AQAB""").why() shouldContain "algorithm"
            }
        }

        test("a right signature with an algorithm that is not allowed is refused") {
            val token = UnsafeSigner.sign("""{"alg":"RS256","kid":"rsa"}""", CLAIMS, rsa, RS256)
            verify(token, allowed = ALL - RS256).why() shouldContain "allowed"
            verify(token, allowed = emptySet()).why() shouldContain "allowed"
        }

        test("an empty signature is refused") {
            listOf("RS256", "ES256", "EdDSA").forEach {
                verify("${encode("""{"alg":"$it"}""")}.${encode(CLAIMS)}.").shouldNotBeInstanceOf<SignatureVerification.Valid>()
            }
            verify("${encode("""{"alg":"HS256"}""")}.${encode(CLAIMS)}.", listOf(secret)).why() shouldContain "signature"
        }

        test("a public key is not taken for a shared secret") {
            val known = rsa.toPublic()
            val guesses =
                listOf(
                    known.octets("n") ?: ByteArray(0),
                    known.toJson().toString().encodeToByteArray(),
                    "-----BEGIN PUBLIC KEY-----".encodeToByteArray() + ByteArray(32),
                )
            guesses.forEach { guess ->
                val forged = Jwk.parse("""{"kty":"oct","k":"${Base64Url.encode(guess)}"}""")
                verify(
                    UnsafeSigner.sign("""{"alg":"HS256","kid":"rsa"}""", CLAIMS, forged, HS256),
                    listOf(known),
                ).why() shouldContain
                    "secret"
            }
        }

        test("a shared secret is not taken for a public key") {
            val token = UnsafeSigner.sign("""{"alg":"RS256"}""", CLAIMS, rsa, RS256)
            verify(token, listOf(secret)).shouldBeInstanceOf<SignatureVerification.NoKey>()
        }

        test("a signature is not right under the name of another algorithm") {
            val claimsOf = mapOf("PS256" to RS256, "RS512" to RS256, "RS256" to PS256)
            claimsOf.forEach { (name, real) ->
                verify(
                    UnsafeSigner.sign("""{"alg":"$name","kid":"rsa"}""", CLAIMS, rsa.without("alg"), real),
                    listOf(rsa.without("alg")),
                ).why() shouldContain
                    "signature"
            }
        }

        test("a key that is called after another algorithm of its type verifies, where the caller allows the token's") {
            val token = UnsafeSigner.sign("""{"alg":"PS256","kid":"rsa"}""", CLAIMS, rsa.without("alg"), PS256)
            verify(token, listOf(rsa)).shouldBeInstanceOf<SignatureVerification.Valid>()
            verify(token, listOf(rsa.without("alg"))).shouldBeInstanceOf<SignatureVerification.Valid>()
            verify(token, listOf(rsa), setOf(JwsAlgorithm.RS256)).shouldBeInstanceOf<SignatureVerification.Invalid>()
        }

        test("a key that is called after an algorithm of encryption verifies nothing") {
            val token = UnsafeSigner.sign("""{"alg":"PS256","kid":"rsa"}""", CLAIMS, rsa.without("alg"), PS256)
            listOf("RSA-OAEP", "RSA1_5").forEach { label ->
                verify(token, listOf(rsa.with("alg" to JsonPrimitive(label)))).shouldBeInstanceOf<SignatureVerification.NoKey>()
            }
        }

        test("the key that is called after the algorithm is tried first, however many others there are") {
            val token = UnsafeSigner.sign("""{"alg":"PS256"}""", CLAIMS, rsa.without("alg"), PS256)
            val other = jose.keys.generate(RS256)
            val others = List(KeyCandidates.MAX_TRIES) { other.with("alg" to JsonPrimitive("RS256")) }
            verify(token, others + rsa.with("alg" to JsonPrimitive("PS256"))).shouldBeInstanceOf<SignatureVerification.Valid>()
        }

        test("a header whose kid is null names no key") {
            val token = UnsafeSigner.sign("""{"alg":"ES256","kid":null,"typ":null}""", CLAIMS, ec, ES256)
            verify(token, listOf(ec)).shouldBeInstanceOf<SignatureVerification.Valid>()
        }

        test("a key for encryption, or for other operations, verifies nothing") {
            val token = UnsafeSigner.sign("""{"alg":"ES256","kid":"ec"}""", CLAIMS, ec, ES256)
            verify(token, listOf(ec.with("use" to JsonPrimitive("enc")))).shouldBeInstanceOf<SignatureVerification.NoKey>()
            val operations = JsonArray(listOf(JsonPrimitive("deriveKey")))
            verify(token, listOf(ec.with("key_ops" to operations))).shouldBeInstanceOf<SignatureVerification.NoKey>()
        }

        test("the key that is named is the one that is tried") {
            val other = jose.keys.generate(ES256, "other")
            verify(
                UnsafeSigner.sign("""{"alg":"ES256","kid":"other"}""", CLAIMS, ec, ES256),
                listOf(ec, other),
            ).why() shouldContain
                "signature"
            verify(UnsafeSigner.sign("""{"alg":"ES256","kid":"other"}""", CLAIMS, other, ES256), listOf(ec, other))
                .shouldBeInstanceOf<SignatureVerification.Valid>()
        }

        test("a name that no key has is worth another look at the keys") {
            val token = UnsafeSigner.sign("""{"alg":"ES256","kid":"rotated"}""", CLAIMS, ec, ES256)
            verify(token).shouldBeInstanceOf<SignatureVerification.NoKey>().keyId shouldBe "rotated"
            verify(token, emptyList()).shouldBeInstanceOf<SignatureVerification.NoKey>()
        }

        test("keys without a name come into question when none has the name") {
            val token = UnsafeSigner.sign("""{"alg":"ES256","kid":"rotated"}""", CLAIMS, ec, ES256)
            verify(token, listOf(ec.without("kid"))).shouldBeInstanceOf<SignatureVerification.Valid>()
        }

        test("without a name all keys that fit are tried, and a new key may be elsewhere") {
            val other = jose.keys.generate(ES256)
            val token = UnsafeSigner.sign("""{"alg":"ES256"}""", CLAIMS, ec, ES256)
            verify(token, listOf(rsa, other, ec)).shouldBeInstanceOf<SignatureVerification.Valid>()
            verify(token, listOf(rsa, other)).shouldBeInstanceOf<SignatureVerification.NoKey>().keyId shouldBe null
        }

        test("the tenth key that fits is tried, the eleventh is not") {
            val others = List(10) { jose.keys.generate(ES256) }
            val token = UnsafeSigner.sign("""{"alg":"ES256"}""", CLAIMS, ec, ES256)
            verify(token, others.take(9) + ec).shouldBeInstanceOf<SignatureVerification.Valid>()
            verify(token, others + ec).shouldNotBeInstanceOf<SignatureVerification.Valid>()
        }

        test("a wrong HMAC is wrong: there are no other keys to look for") {
            val token = UnsafeSigner.sign("""{"alg":"HS256"}""", CLAIMS, jose.keys.generate(HS256), HS256)
            verify(token, listOf(secret)).why() shouldContain "signature"
            verify(token, emptyList()).why() shouldContain "secret"
        }

        test("a shared secret that is too short verifies nothing") {
            val short = ClientSecretKey.signing("too short")
            val mac = Mac.getInstance("HmacSHA256").apply {
                init(SecretKeySpec("too short".encodeToByteArray(), "Hmac"))
            }
            val input = "${encode("""{"alg":"HS256"}""")}.${encode(CLAIMS)}"
            verify("$input.${Base64Url.encode(mac.doFinal(input.encodeToByteArray()))}", listOf(short)).why() shouldContain
                "too short"
        }

        context("headers that ask for more than is understood are refused") {
            listOf(
                """"crit":["exp"],"exp":1""" to "critical",
                """"crit":[]""" to "critical",
                """"crit":null""" to "critical",
                """"crit":["b64"],"b64":false""" to "critical",
                """"b64":false""" to "b64",
                """"b64":true""" to "b64",
                """"kid":1""" to "not a string",
                """"typ":{}""" to "not a string",
            ).forEach { (members, hint) ->
                test(members) {
                    verify(UnsafeSigner.sign("""{"alg":"ES256",$members}""", CLAIMS, ec, ES256)).why() shouldContain
                        hint
                }
            }
        }

        test("keys that the token brings along or points to are not used") {
            val own = jose.keys.generate(ES256, "own")
            listOf(
                """"jwk":${own.toPublic().toJson()}""",
                """"jku":"https://attacker.example/keys"""",
                """"x5u":"https://attacker.example/certificate"""",
                """"x5c":["AQAB"]""",
            ).forEach { member ->
                val token = UnsafeSigner.sign("""{"alg":"ES256","kid":"ec",$member}""", CLAIMS, own, ES256)
                verify(token, emptyList()).shouldBeInstanceOf<SignatureVerification.NoKey>()
                verify(token).why() shouldContain "signature"
                verify(
                    UnsafeSigner.sign("""{"alg":"ES256","kid":"ec",$member}""", CLAIMS, ec, ES256),
                ).shouldBeInstanceOf<SignatureVerification.Valid>()
            }
        }

        test("an RSA key of 1024 bits verifies nothing") {
            val pair = KeyPairGenerator.getInstance("RSA").apply { initialize(1_024) }.generateKeyPair()
            val short = JdkKeys.jwk(pair.private as RSAPrivateCrtKey, JsonObject(emptyMap())).toPublic()
            val input = "${encode("""{"alg":"RS256"}""")}.${encode(CLAIMS)}"
            val signature =
                Signature.getInstance("SHA256withRSA").run {
                    initSign(pair.private)
                    update(input.encodeToByteArray())
                    sign()
                }
            verify("$input.${Base64Url.encode(signature)}", listOf(short)).shouldBeInstanceOf<SignatureVerification.NoKey>()
        }

        test("a signature of zeros is wrong on every curve") {
            listOf(ES256 to 64, JwsAlgorithm.ES384 to 96, JwsAlgorithm.ES512 to 132, EdDSA to 64).forEach { (algorithm, octets) ->
                val key = jose.keys.generate(algorithm, "curve").toPublic()
                val input = "${encode("""{"alg":"${algorithm.identifier}","kid":"curve"}""")}.${encode(CLAIMS)}"
                verify("$input.${Base64Url.encode(ByteArray(octets))}", listOf(key)).why() shouldContain "signature"
            }
        }

        test("an ECDSA signature in the form of certificates is refused") {
            val input = "${encode("""{"alg":"ES256","kid":"ec"}""")}.${encode(CLAIMS)}"
            val der =
                Signature.getInstance("SHA256withECDSA").run {
                    initSign(NimbusKeys.ec(ec).toECPrivateKey())
                    update(input.encodeToByteArray())
                    sign()
                }
            verify("$input.${Base64Url.encode(der)}").why() shouldContain "signature"
        }

        test("no character of a token can be changed") {
            listOf(
                UnsafeSigner.sign("""{"alg":"HS256"}""", CLAIMS, secret, HS256) to secret,
                UnsafeSigner.sign("""{"alg":"EdDSA"}""", CLAIMS, ed, EdDSA) to ed.toPublic(),
                UnsafeSigner.sign("""{"alg":"ES256"}""", CLAIMS, ec, ES256) to ec.toPublic(),
            ).forEach { (token, key) ->
                token.indices.forEach { i ->
                    val changed = token.replaceRange(i, i + 1, if (token[i] == 'A') "B" else "A")
                    verify(changed, listOf(key)).shouldNotBeInstanceOf<SignatureVerification.Valid>()
                    verify(token.removeRange(i, i + 1), listOf(key)).shouldNotBeInstanceOf<SignatureVerification.Valid>()
                }
            }
        }

        test("nothing can be added to a token") {
            val token = UnsafeSigner.sign("""{"alg":"ES256","kid":"ec"}""", CLAIMS, ec, ES256)
            listOf("$token.", "$token=", "$token\n", " $token", "$token.AQAB.AQAB", "${token}AAAA").forEach {
                verify(it).shouldNotBeInstanceOf<SignatureVerification.Valid>()
            }
        }

        test("a signed text with a repeated member is refused") {
            verify(
                UnsafeSigner.sign("""{"alg":"ES256","kid":"ec"}""", """{"sub":"alice","sub":"bob"}""", ec, ES256),
            ).why() shouldContain
                "unique"
            verify(UnsafeSigner.sign("""{"alg":"ES256","kid":"ec"}""", """{"a":{"b":1,"b":2}}""", ec, ES256)).why() shouldContain
                "unique"
            verify(UnsafeSigner.sign("""{"alg":"ES256","kid":"ec","kid":"rsa"}""", CLAIMS, ec, ES256)).why() shouldContain
                "not a signed JWT"
        }

        test("a signed text that is not a set of claims is refused") {
            listOf("", "[]", "\"sub\"", "Payload", "null").forEach {
                verify(UnsafeSigner.sign("""{"alg":"ES256","kid":"ec"}""", it, ec, ES256)).why() shouldContain "claims"
            }
        }

        test("an encrypted token is no signed one") {
            val key = Jwk.parse(EncryptionVectors.A128KW_KEY)
            verify(EncryptionVectors.A128KW, listOf(key)).why() shouldContain "not a signed JWT"
        }
    })
