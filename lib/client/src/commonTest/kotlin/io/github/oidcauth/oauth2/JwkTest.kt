package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.keys.KeyMembers
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.jsonPrimitive

private const val X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
private const val D = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"

class JwkTest :
    FunSpec({
        test("a key tells what it says of itself") {
            val key = Jwk.parse("""{"kty":"OKP","crv":"Ed25519","x":"$X","kid":"one","alg":"EdDSA","use":"sig","other":[1]}""")
            key.keyType shouldBe "OKP"
            key.keyId shouldBe "one"
            key.algorithm shouldBe "EdDSA"
            key.use shouldBe "sig"
            key.isPrivate shouldBe false
            key.toJson()["other"].toString() shouldBe "[1]"
        }

        test("a member that a key does not have is null") {
            val key = Jwk.parse("""{"kty":"OKP","crv":"Ed25519","x":"$X"}""")
            key.keyId.shouldBeNull()
            key.algorithm.shouldBeNull()
            key.use.shouldBeNull()
        }

        context("an invalid key is refused, and the message names the member and no value") {
            listOf(
                "not JSON at all" to "JSON object",
                "[]" to "JSON object",
                "\"secret-value\"" to "JSON object",
                "{}" to "kty",
                """{"kty":5}""" to "kty",
                """{"kty":"secret-value"}""" to "key type",
                """{"kty":"RSA","e":"AQAB"}""" to "member n",
                """{"kty":"RSA","n":"AQAB"}""" to "member e",
                """{"kty":"RSA","n":"secret+value","e":"AQAB"}""" to "member n",
                """{"kty":"RSA","n":"AQAB","e":""}""" to "member e",
                """{"kty":"RSA","n":"AQAB","e":"AQAB","d":7}""" to "member d",
                """{"kty":"RSA","n":"AQAB","e":"AQAB","p":"AQAB","q":"AQAB","dp":"AQAB","dq":"AQAB","qi":"AQAB"}""" to "member d",
                """{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB","p":"AQAB"}""" to "member q",
                """{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB","oth":[{}]}""" to "oth",
                """{"kty":"EC","crv":"P-256K","x":"$X","y":"$X"}""" to "crv",
                """{"kty":"EC","crv":"P-256","x":"$X"}""" to "member y",
                """{"kty":"EC","crv":"P-384","x":"$X","y":"$X"}""" to "48 octets",
                """{"kty":"EC","crv":"P-256","x":"$X","y":"$X","d":"AQAB"}""" to "member d",
                """{"kty":"OKP","crv":"P-256","x":"$X"}""" to "crv",
                """{"kty":"OKP","crv":"Ed25519"}""" to "member x",
                """{"kty":"OKP","crv":"Ed25519","x":"$X="}""" to "member x",
                """{"kty":"OKP","crv":"Ed25519","x":"$X","d":"AQAB"}""" to "member d",
                """{"kty":"oct"}""" to "member k",
                """{"kty":"oct","k":""}""" to "member k",
                """{"kty":"oct","k":"secret value"}""" to "member k",
                """{"kty":"oct","k":"AQAB","kid":1}""" to "kid",
                """{"kty":"oct","k":"AQAB","alg":7}""" to "alg",
                """{"kty":"oct","k":null}""" to "member k",
                """{"kty":null,"k":"AQAB"}""" to "kty",
                """{"kty":"EC","crv":"","x":"$X","y":"$X"}""" to "crv",
                """{"kty":"oct","k":"AQAB","use":["sig"]}""" to "use",
                """{"kty":"oct","k":"AQAB","key_ops":"sign"}""" to "key_ops",
                """{"kty":"oct","k":"AQAB","key_ops":[1]}""" to "key_ops",
                """{"kty":"oct","k":"AQAB","k":"AQAC"}""" to "unique",
                """{"kty":"oct","k":"AQAB","\u006b":"AQAC"}""" to "unique",
            ).forEach { (text, hint) ->
                test(text) {
                    val message = shouldThrow<InvalidConfigException> { Jwk.parse(text) }.message
                    message shouldContain hint
                    message shouldNotContain "secret"
                    message shouldNotContain "AQAB"
                }
            }
        }

        listOf("null", "\"\"", "[]").forEach { nothing ->
            test("a member that is $nothing is as good as none") {
                val odd = listOf("kid", "alg", "use", "key_ops", "d", "p", "oth", "x5c", "k").joinToString("") {
                    ",\"$it\":$nothing"
                }
                Jwk.parse("""{"kty":"OKP","crv":"Ed25519","x":"$X"$odd}""") shouldBe
                    Jwk.parse("""{"kty":"OKP","crv":"Ed25519","x":"$X"}""")
                val rsa = Jwk.parse("""{"kty":"RSA","n":"AQAB","e":"AQAB"$odd}""")
                rsa.isPrivate shouldBe false
                rsa.operations.shouldBeNull()
                Jwk.parse("""{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB","p":$nothing,"qi":$nothing}""").isPrivate shouldBe true
            }
        }

        test("a key is read by the members of its type alone") {
            val rsa = Jwk.parse("""{"kty":"RSA","n":"AQAB","e":"Aw","crv":7,"x":"+","y":{},"k":[1]}""")
            rsa.curve.shouldBeNull()
            rsa.isPrivate shouldBe false
            KeyMembers.thumbprintMembers(rsa.toJson()).keys shouldBe setOf("kty", "n", "e")
            Jwk.parse("""{"kty":"OKP","crv":"Ed25519","x":"$X","y":7,"n":"+","e":false}""").curve shouldBe "Ed25519"
            Jwk.parse("""{"kty":"oct","k":"AQAB","crv":"P-256","n":7}""").curve.shouldBeNull()
        }

        test("a text of 65536 characters is read, one more is not") {
            val key = """{"kty":"oct","k":"AQAB","x":""}"""
            val long = key.dropLast(2) + "x".repeat(65_536 - key.length) + "\"}"
            Jwk.parse(long).keyType shouldBe "oct"
            shouldThrow<InvalidConfigException> { Jwk.parse("$long ") }
        }

        test("a member of 2048 octets is read, one more octet is not") {
            fun secret(octets: Int) = """{"kty":"oct","k":"${"A".repeat((octets * 4 + 2) / 3)}"}"""
            Jwk.parse(secret(2_048)).isPrivate shouldBe true
            shouldThrow<InvalidConfigException> { Jwk.parse(secret(2_049)) }
        }

        test("the public part has nothing private, and everything else") {
            val key = Jwk.parse("""{"kty":"OKP","crv":"Ed25519","x":"$X","d":"$D","kid":"one"}""")
            key.isPrivate shouldBe true
            key.toPublic() shouldBe Jwk.parse("""{"kty":"OKP","crv":"Ed25519","x":"$X","kid":"one"}""")
            key.toPublic().isPrivate shouldBe false
            key.toPublic().toJson().toString() shouldNotContain D
        }

        test("the public part of an RSA key has only n and e") {
            val key = Jwk.parse("""{"kty":"RSA","n":"Ag","e":"Aw","d":"BA","p":"BQ","q":"Bg","dp":"Bw","dq":"CA","qi":"CQ"}""")
            key.toPublic().toJson().keys shouldBe setOf("kty", "n", "e")
        }

        test("the public part reverses the operations of the private key") {
            fun operations(vararg names: String) =
                Jwk
                    .parse("""{"kty":"OKP","crv":"Ed25519","x":"$X","d":"$D","key_ops":[${names.joinToString { "\"$it\"" }}]}""")
                    .toPublic()
                    .operations
            operations("sign") shouldBe setOf("verify")
            operations("sign", "verify") shouldBe setOf("verify")
            operations("decrypt", "unwrapKey") shouldBe setOf("encrypt", "wrapKey")
        }

        test("a public key is its own public part") {
            val key = Jwk.parse("""{"kty":"OKP","crv":"Ed25519","x":"$X","key_ops":["verify"]}""")
            key.toPublic() shouldBe key
        }

        test("a shared secret is private and has no public part") {
            val key = Jwk.parse("""{"kty":"oct","k":"AQAB"}""")
            key.isPrivate shouldBe true
            shouldThrow<IllegalStateException> { key.toPublic() }.message.orEmpty() shouldNotContain "AQAB"
        }

        test("keys with the same members are equal, in whatever order") {
            val key = Jwk.parse("""{"kty":"oct","k":"AQAB"}""")
            val same = Jwk.parse("""{"k":"AQAB","kty":"oct"}""")
            same shouldBe key
            same.hashCode() shouldBe key.hashCode()
            Jwk.parse("""{"kty":"oct","k":"AQAC"}""") shouldNotBe key
        }

        test("a printed key shows its type and name alone") {
            val key = Jwk.parse("""{"kty":"OKP","crv":"Ed25519","x":"$X","d":"$D","kid":"one"}""")
            key.toString() shouldBe "Jwk(kty=OKP, kid=one, ██)"
        }

        test("the name of a printed key cannot break a line or fill a log") {
            val key = Jwk.parse("""{"kty":"oct","k":"AQAB","kid":"a\nb${"c".repeat(500)}"}""")
            key.toString() shouldContain "a b"
            key.toString().lines().size shouldBe 1
            (key.toString().length < 200) shouldBe true
        }

        test("a written value is read again") {
            val key = Jwk.parse("""{"kty":"OKP","crv":"Ed25519","x":"$X","d":"$D"}""")
            Jwk.parse(key.toJson().toString()) shouldBe key
            Jwk.fromJson(key.toJson()) shouldBe key
            key.toJson().getValue("d").jsonPrimitive.content shouldBe D
        }
    })
