package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain

/** The modulus of the RSA key in RFC 7517 A.1. */
private const val RFC_7517_N =
    "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjB" +
        "ZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8" +
        "KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_" +
        "xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"

private const val SECRET = """{"kty":"oct","k":"AQAB"}"""
private const val X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
private const val D = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"

class JwkSetTest :
    FunSpec({
        test("the public keys of RFC 7517 A.1 are read") {
            val set =
                JwkSet.parse(
                    """
                    {"keys":
                      [
                        {"kty":"EC",
                         "crv":"P-256",
                         "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
                         "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
                         "use":"enc",
                         "kid":"1"},
                        {"kty":"RSA",
                         "n":"$RFC_7517_N",
                         "e":"AQAB",
                         "alg":"RS256",
                         "kid":"2011-04-29"}
                      ]
                    }
                    """.trimIndent(),
                )
            set.keys.map { it.keyType }.shouldContainExactly("EC", "RSA")
            set.keys.map { it.keyId }.shouldContainExactly("1", "2011-04-29")
            set.keys.map { it.isPrivate }.shouldContainExactly(false, false)
            set.keys[1].algorithm shouldBe "RS256"
        }

        test("the shared secrets of RFC 7517 A.3 are read") {
            val set =
                JwkSet.parse(
                    """{"keys":[{"kty":"oct","alg":"A128KW","k":"GawgguFyGrWKav7AX4VKUg"},{"kty":"oct","k":""" +
                        """"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",""" +
                        """"kid":"HMAC key used in JWS spec Appendix A.1 example"}]}""",
                )
            set.keys.map { it.algorithm }.shouldContainExactly("A128KW", null)
            set.keys.map { it.isPrivate }.shouldContainExactly(true, true)
        }

        test("keys that cannot be used are left out") {
            val others =
                listOf(
                    "1",
                    "null",
                    "[]",
                    "{}",
                    """{"kty":"AKP","pub":"AQAB"}""",
                    """{"kty":"RSA"}""",
                    """{"kty":"EC","crv":"secp256k1"}""",
                    """{"kty":"oct","k":"AQAB","k":"AQAC"}""",
                    """{"kty":"oct","k":"AQAB","\u006b":"AQAC"}""",
                    """{"kty":"oct","k":"AQAB","more":{"a":1,"a":2}}""",
                    """{"kty":"oct","k":"AQAB","more":word}""",
                    """{"kty":"oct","k":"AQAB","use":["sig"]}""",
                    """{"kty":"OKP","crv":"Ed448","x":"$X"}""",
                )
            JwkSet.parse("""{"keys":[${others.joinToString(",")},$SECRET],"more":1}""").keys shouldBe listOf(Jwk.parse(SECRET))
        }

        test("other members beside the keys do not matter, in any position") {
            val texts =
                listOf(
                    """{"keys":[$SECRET]}""",
                    """ { "a,b" : "]}" , "keys" : [ $SECRET ] , "more" : { "keys" : [ 1 , 2 ] } } """,
                    """{"\u006beys":[$SECRET]}""",
                )
            texts.forEach { JwkSet.parse(it).keys shouldBe listOf(Jwk.parse(SECRET)) }
        }

        test("a set without keys is one") { JwkSet.parse("""{"keys":[]}""").keys.shouldBeEmpty() }

        listOf(
            "",
            "[]",
            "{}",
            """{"keys":{}}""",
            """{"keys":null}""",
            SECRET,
            """{"keys":[],"keys":[$SECRET]}""",
            """{"keys":[$SECRET],"\u006beys":[]}""",
            """{"keys":[$SECRET],"more":1,"more":2}""",
            """{"keys":[$SECRET]}x""",
            """{"keys":[$SECRET],}""",
        ).forEach { text ->
            test("'$text' is no set") {
                shouldThrow<InvalidConfigException> { JwkSet.parse(text) }.message shouldNotContain "AQAB"
            }
        }

        test("the hundredth key is looked at, the next one is not") {
            fun last(count: Int) = JwkSet.parse("""{"keys":[${"{},".repeat(count - 1)}$SECRET]}""").keys
            last(100) shouldHaveSize 1
            last(101).shouldBeEmpty()
        }

        test("a published set has no private part and no shared secret") {
            val set = JwkSet.parse("""{"keys":[$SECRET,{"kty":"OKP","crv":"Ed25519","x":"$X","d":"$D"}]}""")
            set.toPublic().toJson().toString() shouldBe """{"keys":[{"kty":"OKP","crv":"Ed25519","x":"$X"}]}"""
        }

        test("a written value is read again") {
            val set = JwkSet(listOf(Jwk.parse(SECRET)))
            JwkSet.fromJson(set.toJson()) shouldBe set
        }

        test("later changes of the list do not change the set") {
            val keys = mutableListOf(Jwk.parse(SECRET))
            val set = JwkSet(keys)
            keys.clear()
            set.keys shouldHaveSize 1
        }

        test("a printed set shows no secret") { JwkSet.parse("""{"keys":[$SECRET]}""").toString() shouldNotContain "AQAB" }
    })
