package io.github.oidcauth.internal.responses

import io.github.oidcauth.internal.text.printable
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.maps.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlin.random.Random

class ChallengeTest :
    FunSpec({
        fun read(vararg headers: String): List<String> = Challenge.parse(headers.toList()).map { it.written() }

        context("challenges that servers send") {
            mapOf(
                "Bearer" to listOf("Bearer"),
                "Bearer realm=\"example\"" to listOf("Bearer realm=[example]"),
                // RFC 6750 §3.
                "Bearer realm=\"example\", error=\"invalid_token\", error_description=\"The access token expired\"" to
                    listOf("Bearer realm=[example] error=[invalid_token] error_description=[The access token expired]"),
                // RFC 9110 §11.6.1.
                "Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"" to
                    listOf("Basic realm=[simple]", "Newauth realm=[apps] type=[1] title=[Login to \"apps\"]"),
                // RFC 9449 §7.1.
                "DPoP error=\"invalid_token\", error_description=\"Invalid DPoP key binding\", algs=\"ES256\"" to
                    listOf("DPoP error=[invalid_token] error_description=[Invalid DPoP key binding] algs=[ES256]"),
                "Bearer, DPoP algs=\"ES256 PS256\"" to listOf("Bearer", "DPoP algs=[ES256 PS256]"),
                // RFC 9470 §3.
                "Bearer error=\"insufficient_user_authentication\", max_age=\"5\"" to
                    listOf("Bearer error=[insufficient_user_authentication] max_age=[5]"),
                "Negotiate" to listOf("Negotiate"),
                "Negotiate YII=, NTLM" to listOf("Negotiate YII=", "NTLM"),
                "Negotiate a+/-._~0==, Bearer error=\"x\"" to listOf("Negotiate a+/-._~0==", "Bearer error=[x]"),
                "Bearer error=invalid_token" to listOf("Bearer error=[invalid_token]"),
                "Bearer ERROR=\"x\", Error=\"y\"" to listOf("Bearer error=[x]"),
                "Bearer realm = \"a\" , error\t=\t\"x\"" to listOf("Bearer realm=[a] error=[x]"),
                "Bearer   realm=\"a, b=c, DPoP error=\\\"x\\\"\"" to listOf("Bearer realm=[a, b=c, DPoP error=\"x\"]"),
                "Bearer realm=\"\"" to listOf("Bearer realm=[]"),
                "Bearer realm=\"h\u00e4\\\\\t\"" to listOf("Bearer realm=[h\u00e4\\\t]"),
                ", ,Bearer ,, error=\"x\",,DPoP,," to listOf("Bearer error=[x]", "DPoP"),
                "  bearer  " to listOf("bearer"),
                "" to listOf(),
                " \t,, " to listOf(),
            ).forEach { (header, expected) ->
                test("'$header'") { read(header) shouldBe expected }
            }
        }

        test("several headers are read in order, and a parameter never belongs to the header before") {
            read("Basic", "error=\"x\"", "Bearer a=b", "DPoP") shouldBe listOf("Basic", "Bearer a=[b]", "DPoP")
        }

        context("a malformed challenge ends its header, and those before it count") {
            mapOf(
                "Bearer error=\"x\", error_description=\"open" to listOf("Bearer error=[x]"),
                "Bearer error=\"x\", error_description=\"open\\" to listOf("Bearer error=[x]"),
                "Bearer error=\"x\", a=\"b\nc\", b=d" to listOf("Bearer error=[x]"),
                "Bearer error=\"x\", a=\"b\\\u0000c\", b=d" to listOf("Bearer error=[x]"),
                "Bearer error=x, error_description=The token expired, b=d" to listOf("Bearer error=[x] error_description=[The]"),
                "Bearer error=\"x\" b=\"c\"" to listOf("Bearer error=[x]"),
                // An unescaped quote in a description must not forge the next parameter.
                "Bearer error=\"x\", error_description=\"a \"b\", error=\"use_dpop_nonce\"" to
                    listOf("Bearer error=[x] error_description=[a ]"),
                "Bearer error=\"x\", a=, b=c" to listOf("Bearer error=[x]"),
                "Bearer error=\"x\", =a" to listOf("Bearer error=[x]"),
                "Bearer abc, error=\"x\"" to listOf("Bearer abc"),
                "Bearer ==" to listOf(),
                "Bearer \"x\", DPoP" to listOf("Bearer"),
                "Bearer/2 a=b" to listOf(),
                "\"Bearer\"" to listOf(),
                "=a" to listOf(),
                "a=b, Bearer c=d" to listOf(),
                "\u0000" to listOf(),
            ).forEach { (header, expected) ->
                test("'${header.printable()}'") { read(header) shouldBe expected }
            }
        }

        test("a header of 8192 characters is read, and a longer one is not") {
            val begin = "Bearer a=\""
            read(begin + "x".repeat(8191 - begin.length) + "\"") shouldHaveSize 1
            read(begin + "x".repeat(8192 - begin.length) + "\"").shouldBeEmpty()
            read(begin + "x".repeat(8192 - begin.length) + "\"", "DPoP") shouldBe listOf("DPoP")
        }

        test("16 headers, 32 challenges and 32 parameters are read, and no more") {
            read(*Array(17) { "S$it" }) shouldHaveSize 16
            read((1..33).joinToString { "S$it" }) shouldHaveSize 32
            read((1..31).joinToString { "S$it" }, "A, B") shouldHaveSize 32
            Challenge.parse(listOf("Bearer " + (1..33).joinToString { "p$it=x" })).single().parameters shouldHaveSize 32
        }

        test("nothing that can be sent makes it fail") {
            val random = Random(8_128)
            val pieces =
                listOf(
                    "Bearer",
                    "DPoP",
                    " ",
                    ",",
                    "=",
                    "\"",
                    "\\",
                    "\t",
                    "\n",
                    "a",
                    "error",
                    "==",
                    "\u00e4",
                    "\uD83D",
                    "/",
                    "x=\"y\"",
                )
            repeat(20_000) {
                val header = (0..random.nextInt(24)).joinToString("") { pieces.random(random) }
                Challenge.parse(listOf(header, header)).forEach {
                    it.parameters.size shouldBeLessThanOrEqual
                        Challenge.MAX_PARAMETERS
                }
            }
        }

        test("schemes are compared without regard to case") {
            val challenge = Challenge.parse(listOf("dpop x=y")).single()
            challenge.isScheme("DPoP") shouldBe true
            challenge.isScheme("Bearer") shouldBe false
        }

        test("printing a challenge shows its scheme alone") {
            Challenge.parse(listOf("Negotiate s3cret")).single().toString() shouldNotContain "s3cret"
            Challenge.parse(listOf("Bearer a=s3cret")).single().toString() shouldBe "Challenge(Bearer)"
        }
    })

private fun Challenge.written(): String =
    listOfNotNull(scheme, token68).plus(parameters.map { (name, value) -> "$name=[$value]" }).joinToString(" ")
