// Tests EcPublicPoint and JdkKeys.
package io.github.oidcauth.internal.keys

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonObject
import java.security.KeyFactory
import java.security.KeyPairGenerator
import java.security.PrivateKey
import java.security.spec.EdECPrivateKeySpec
import java.security.spec.NamedParameterSpec
import java.util.Base64

private fun pem(
    label: String,
    body: String,
) = "-----BEGIN $label-----\n$body\n-----END $label-----\n"

private fun pem(key: PrivateKey) = pem(
    "PRIVATE KEY",
    Base64.getMimeEncoder(64, byteArrayOf('\n'.code.toByte())).encodeToString(key.encoded),
)

private fun jdkKey(key: Jwk): PrivateKey =
    when (key.keyType) {
        KeyTypes.RSA -> NimbusKeys.rsa(key).toRSAPrivateKey()
        KeyTypes.EC -> NimbusKeys.ec(key).toECPrivateKey()
        else -> KeyFactory.getInstance("Ed25519").generatePrivate(EdECPrivateKeySpec(NamedParameterSpec.ED25519, key.octets("d")))
    }

class PemPrivateKeyTest :
    FunSpec({
        JwsAlgorithm.entries.filterNot { it.isSymmetric || it.identifier.startsWith("PS") }.forEach { algorithm ->
            test("a key for $algorithm is read from PEM with its public part") {
                repeat(if (algorithm.keyType == KeyTypes.EC) 8 else 1) {
                    val key = Jwk.generate(algorithm, "one")
                    val bare = Jwk.fromJson(JsonObject(key.toJson() - setOf("alg", "use", "kid")))
                    Jwk.fromPem(pem(jdkKey(key))) shouldBe bare
                    Jwk.fromPem(pem(jdkKey(key)), "two").keyId shouldBe "two"
                }
            }
        }

        JwsAlgorithm.entries.filterNot { it.isSymmetric }.forEach { algorithm ->
            test("a key that is read for $algorithm says so, and its public part too") {
                val key = Jwk.generate(algorithm, "one")
                val read = Jwk.fromPem(pem(jdkKey(key)), algorithm, "one")
                read shouldBe key
                read.toPublic().algorithm shouldBe algorithm.identifier
                read.toPublic().use shouldBe "sig"
            }
        }

        test("a key is not read for what it cannot sign with") {
            val text = pem(jdkKey(Jwk.generate(JwsAlgorithm.ES256)))
            listOf(JwsAlgorithm.ES384, JwsAlgorithm.RS256, JwsAlgorithm.HS256).forEach {
                shouldThrow<InvalidConfigException> { Jwk.fromPem(text, it) }.message shouldContain it.identifier
            }
        }

        test("the Ed25519 key of RFC 8410 §10.3 has the public key of §10.1") {
            val key = Jwk.fromPem(pem("PRIVATE KEY", "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC"))
            val public = Base64.getDecoder().decode("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=")
            key.octets("x") shouldBe public.takeLast(32).toByteArray()
        }

        test("text around the key is skipped, and Windows' line breaks too") {
            val key = Jwk.generate(JwsAlgorithm.ES256)
            val text = "Bag Attributes\n" + pem("CERTIFICATE", "AQAB") + pem(jdkKey(key)) + pem("CERTIFICATE", "AQAB")
            Jwk.fromPem(text).octets("d") shouldBe key.octets("d")
            Jwk.fromPem(text.replace("\n", "\r\n")).octets("d") shouldBe key.octets("d")
        }

        context("any other key is refused with advice and without its value") {
            val short = KeyPairGenerator.getInstance("X25519").generateKeyPair().private
            listOf(
                Triple("nothing", "", "BEGIN PRIVATE KEY"),
                Triple("a certificate", pem("CERTIFICATE", "U0VDUkVU"), "BEGIN PRIVATE KEY"),
                Triple("a key that is encrypted", pem("ENCRYPTED PRIVATE KEY", "U0VDUkVU"), "openssl pkcs8"),
                Triple("an older RSA key", pem("RSA PRIVATE KEY", "U0VDUkVU"), "openssl pkcs8"),
                Triple("an older EC key", pem("EC PRIVATE KEY", "U0VDUkVU"), "openssl pkcs8"),
                Triple("a public key", pem("PUBLIC KEY", "U0VDUkVU"), "public key"),
                Triple("octets that are no key", pem("PRIVATE KEY", "U0VDUkVU"), "PKCS#8"),
                Triple("an empty block", pem("PRIVATE KEY", ""), "PKCS#8"),
                Triple("broken base64", pem("PRIVATE KEY", "U=0VDUkVU"), "base64"),
                Triple("a key for agreements", pem(short), "PKCS#8"),
                Triple("a block that does not end", "-----BEGIN PRIVATE KEY-----\nU0VDUkVU\n", "BEGIN PRIVATE KEY"),
            ).forEach { (name, text, hint) ->
                test(name) {
                    val message = shouldThrow<InvalidConfigException> { Jwk.fromPem(text) }.message
                    message shouldContain hint
                    message shouldNotContain "U0VDUkVU"
                    message shouldNotContain "SECRET"
                }
            }
        }

        test("a text of 65536 characters is read, one more is not") {
            val key = pem(jdkKey(Jwk.generate(JwsAlgorithm.ES256)))
            val long = key.padEnd(65_536, '\n')
            Jwk.fromPem(long).keyType shouldBe "EC"
            shouldThrow<InvalidConfigException> { Jwk.fromPem(long + "\n") }.message shouldContain "65536"
        }
    })
