// Tests NimbusCodec.
package io.github.oidcauth.internal.jose

import com.nimbusds.jose.EncryptionMethod
import com.nimbusds.jose.JWEAlgorithm
import com.nimbusds.jose.JWEHeader
import com.nimbusds.jose.crypto.DirectEncrypter
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.crypto.JdkDigest
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.keys.ClientSecretKey
import io.github.oidcauth.internal.keys.KeyTypes
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.ContentEncryption.A128GCM
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JweAlgorithm.A128KW
import io.github.oidcauth.oauth2.JweAlgorithm.DIR
import io.github.oidcauth.oauth2.JweAlgorithm.ECDH_ES
import io.github.oidcauth.oauth2.JweAlgorithm.RSA_OAEP_256
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

private const val TEXT = "eyJ…, or any other text"

class JweRoundTripTest :
    FunSpec({
        val codec = NimbusJose.jose.codec
        val keys = NimbusJose.jose.keys

        /** Keys for encryption: those for signatures, without the members that say so. */
        fun key(
            algorithm: JwsAlgorithm,
        ) = Jwk.fromJson(JsonObject(keys.generate(algorithm, "one").toJson() - setOf("alg", "use")))
        val rsa = key(JwsAlgorithm.RS256)
        val curves = listOf(JwsAlgorithm.ES256, JwsAlgorithm.ES384, JwsAlgorithm.ES512).map(::key)
        val ec = curves.first()

        fun secret(
            algorithm: JweAlgorithm,
            encryption: ContentEncryption,
        ) = ClientSecretKey.encryption("a client secret", algorithm, encryption, JdkDigest)

        fun keyFor(
            algorithm: JweAlgorithm,
            encryption: ContentEncryption,
        ) = when (algorithm.keyType) {
            KeyTypes.RSA -> rsa
            KeyTypes.EC -> ec
            else -> secret(algorithm, encryption)
        }

        fun decrypt(
            text: String,
            vararg with: Jwk,
            algorithms: Set<JweAlgorithm> = JweAlgorithm.entries.toSet(),
            encryptions: Set<ContentEncryption> = ContentEncryption.entries.toSet(),
        ) = codec.decrypt(text, with.toList(), algorithms, encryptions)

        JweAlgorithm.entries.forEach { algorithm ->
            ContentEncryption.entries.forEach { encryption ->
                test("a text that is encrypted with $algorithm and $encryption is decrypted") {
                    val key = keyFor(algorithm, encryption)
                    val recipient = if (algorithm.keyType == KeyTypes.OCT) key else key.toPublic()
                    val text = codec.encrypt(TEXT, recipient, algorithm, encryption)
                    decrypt(text, key, algorithms = setOf(algorithm), encryptions = setOf(encryption)) shouldBe TEXT
                }
            }
        }

        curves.forEach { key ->
            test("keys agree on ${key.curve}") {
                decrypt(codec.encrypt(TEXT, key.toPublic(), ECDH_ES, A128GCM), key) shouldBe TEXT
            }
        }

        test("the header names algorithm, encryption, key and content") {
            val text = codec.encrypt(TEXT, rsa.toPublic(), RSA_OAEP_256, A128GCM, contentType = "JWT")
            val header = CompactJwt.parse(text).shouldBeInstanceOf<CompactJwt.Jwe>().header
            listOf("alg", "enc", "kid", "cty").map { header.string(it) } shouldBe listOf("RSA-OAEP-256", "A128GCM", "one", "JWT")
        }

        test("no two texts are alike") {
            codec.encrypt(TEXT, rsa, RSA_OAEP_256, A128GCM) shouldNotBe codec.encrypt(TEXT, rsa, RSA_OAEP_256, A128GCM)
        }

        test("algorithms and encryptions that are not expected are refused") {
            val text = codec.encrypt(TEXT, rsa, RSA_OAEP_256, A128GCM)
            decrypt(text, rsa) shouldBe TEXT
            decrypt(text, rsa, algorithms = JweAlgorithm.entries.toSet() - RSA_OAEP_256).shouldBeNull()
            decrypt(text, rsa, encryptions = ContentEncryption.entries.toSet() - A128GCM).shouldBeNull()
        }

        test("only the key that is meant decrypts") {
            val text = codec.encrypt(TEXT, ec.toPublic(), ECDH_ES, A128GCM)
            decrypt(text).shouldBeNull()
            decrypt(text, rsa).shouldBeNull()
            decrypt(text, ec.toPublic()).shouldBeNull()
            decrypt(text, key(JwsAlgorithm.ES256)).shouldBeNull()
            decrypt(text, key(JwsAlgorithm.ES256), rsa, ec) shouldBe TEXT
        }

        test("a key for signatures decrypts nothing") {
            val text = codec.encrypt(TEXT, ec.toPublic(), ECDH_ES, A128GCM)
            decrypt(text, Jwk.fromJson(JsonObject(ec.toJson() + ("use" to JsonPrimitive("sig"))))).shouldBeNull()
            decrypt(text, Jwk.fromJson(JsonObject(ec.toJson() + ("alg" to JsonPrimitive("ES256"))))).shouldBeNull()
        }

        test("no character of an encrypted text can be changed") {
            val key = secret(A128KW, A128GCM)
            val text = codec.encrypt(TEXT, key, A128KW, A128GCM)
            text.indices.forEach { i ->
                decrypt(text.replaceRange(i, i + 1, if (text[i] == 'A') "B" else "A"), key).shouldBeNull()
                decrypt(text.removeRange(i, i + 1), key).shouldBeNull()
            }
        }

        context("an agreement that was made up decrypts nothing and throws nothing") {
            val text = codec.encrypt(TEXT, ec.toPublic(), ECDH_ES, A128GCM)
            val header = CompactJwt.parse(text).shouldBeInstanceOf<CompactJwt.Jwe>().header

            fun changed(members: Map<String, JsonElement>) =
                "${UnsafeSigner.encode(JsonObject(header + members).toString())}.${text.substringAfter('.')}"

            val point = header.getValue("epk") as JsonObject
            val ones = JsonPrimitive(Base64Url.encode(ByteArray(32) { 1 }))
            mapOf(
                "an ephemeral key on another curve" to mapOf("epk" to curves[1].toPublic().toJson()),
                "an ephemeral key of another kind" to mapOf("epk" to rsa.toPublic().toJson()),
                "an ephemeral key that is not on the curve" to mapOf("epk" to JsonObject(point + ("y" to ones))),
                "an ephemeral key that is no key" to mapOf("epk" to JsonPrimitive("x")),
                "an empty ephemeral key" to mapOf("epk" to JsonObject(emptyMap())),
                "a party that is no text" to mapOf("apu" to JsonPrimitive(1)),
                "a party that is not base64url" to mapOf("apv" to JsonPrimitive("+")),
            ).forEach { (name, members) -> test(name) { decrypt(changed(members), ec).shouldBeNull() } }
        }

        context("a key that was wrapped with AES-GCM needs what it was wrapped with") {
            val key = secret(JweAlgorithm.A256GCMKW, A128GCM)
            val text = codec.encrypt(TEXT, key, JweAlgorithm.A256GCMKW, A128GCM)
            val header = CompactJwt.parse(text).shouldBeInstanceOf<CompactJwt.Jwe>().header

            test("and has it in its header") { decrypt(text, key) shouldBe TEXT }

            listOf("iv", "tag").forEach { name ->
                listOf(null, JsonPrimitive(""), JsonPrimitive(7), JsonPrimitive("+"), JsonPrimitive("AAAA")).forEach { value ->
                    test("with the $name $value it is not decrypted, and nothing is thrown") {
                        val changed = JsonObject(header - name + listOfNotNull(value?.let { name to it }))
                        decrypt("${UnsafeSigner.encode(changed.toString())}.${text.substringAfter('.')}", key).shouldBeNull()
                    }
                }
            }
        }

        context("correctly encrypted texts") {
            val key = secret(DIR, A128GCM)
            val octets = key.octets("k")

            fun forge(
                more: String,
                content: ByteArray = TEXT.encodeToByteArray(),
            ): String {
                val header = UnsafeSigner.encode("""{"alg":"dir","enc":"A128GCM"$more}""")
                val parts =
                    DirectEncrypter(octets).encrypt(
                        JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A128GCM),
                        content,
                        header.encodeToByteArray(),
                    )
                return "$header..${parts.initializationVector}.${parts.cipherText}.${parts.authenticationTag}"
            }

            test("is decrypted, whatever else is in its header") {
                decrypt(forge(""","kid":"x","other":[1]"""), key) shouldBe TEXT
            }

            listOf(
                ""","zip":"DEF"""",
                ""","zip":null""",
                ""","crit":["exp"],"exp":1""",
                ""","crit":[]""",
                ""","b64":false""",
                ""","kid":1""",
                ""","alg":"dir"""",
            ).forEach { more -> test("is refused with $more") { decrypt(forge(more), key).shouldBeNull() } }

            test("is refused when it is no text") { decrypt(forge("", byteArrayOf(-1, -2)), key).shouldBeNull() }
        }

        context("a key that cannot encrypt is refused with a reason") {
            listOf(
                Triple(rsa, ECDH_ES, "type"),
                Triple(secret(A128KW, A128GCM), JweAlgorithm.A256KW, "32 octets"),
                Triple(keys.generate(JwsAlgorithm.ES256), ECDH_ES, "alg"),
                Triple(
                    Jwk.fromJson(JsonObject(ec.toJson() + ("x" to JsonPrimitive(Base64Url.encode(ByteArray(32)))))),
                    ECDH_ES,
                    "belong together",
                ),
            ).forEach { (key, algorithm, hint) ->
                test("$key for $algorithm") {
                    val message = shouldThrow<InvalidConfigException> { codec.encrypt(TEXT, key, algorithm, A128GCM) }.message
                    message shouldContain hint
                    message shouldContain algorithm.identifier
                }
            }
        }
    })
