package io.github.oidcauth.internal.json

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.json.JsonObject
import java.math.BigDecimal
import java.math.BigInteger
import java.time.Instant

class PlainJsonTest :
    FunSpec({
        test("each kind of JSON is a value of Java") {
            val json = """{"s":"1","t":true,"f":false,"n":null,"l":[1,[2.5]],"o":{"a":{}},"e":1e3}"""

            (parseJson(json) as JsonObject).toPlainMap() shouldBe
                mapOf(
                    "s" to "1",
                    "t" to true,
                    "f" to false,
                    "n" to null,
                    "l" to listOf(1L, listOf(2.5)),
                    "o" to mapOf("a" to emptyMap<String, Any>()),
                    "e" to 1000.0,
                )
        }

        test("whole numbers keep every digit, and no number is infinite") {
            val json = """{"max":9223372036854775807,"more":9223372036854775808,"less":-9223372036854775809,"huge":1e400}"""

            (parseJson(json) as JsonObject).toPlainMap() shouldBe
                mapOf(
                    "max" to Long.MAX_VALUE,
                    "more" to BigInteger("9223372036854775808"),
                    "less" to BigInteger("-9223372036854775809"),
                    "huge" to BigDecimal("1e400"),
                )
        }

        test("plain values become the JSON that they came from") {
            val json = parseJson("""{"s":"x","l":[1,true,null,{"d":2.5}],"b":9223372036854775808}""") as JsonObject

            jsonObjectOf(json.toPlainMap()) shouldBe json
        }

        test("numbers of any class, sets and JSON elements are taken") {
            val inner = parseJson("""{"a":1}""")
            val members = mapOf("i" to 1, "f" to 1.5f, "b" to BigDecimal("1.10"), "s" to linkedSetOf("x", "y"), "j" to inner)

            jsonObjectOf(members).toString() shouldBe """{"i":1,"f":1.5,"b":1.10,"s":["x","y"],"j":{"a":1}}"""
        }

        test("a value that JSON does not have is refused with its place and class") {
            val refused = mapOf("list" to listOf(1, mapOf("at" to Instant.EPOCH)))

            shouldThrow<IllegalArgumentException> { jsonObjectOf(refused) }.message shouldBe
                "JSON has no Instant (at .list[1].at); use a map, list, string, number or boolean."
            shouldThrow<IllegalArgumentException> { jsonObjectOf(mapOf("x" to Double.NaN)) }.message shouldBe
                "JSON has no number NaN (at .x)."
            shouldThrow<IllegalArgumentException> { jsonObjectOf(mapOf("x" to Float.NEGATIVE_INFINITY)) }.message shouldContain
                ".x"
            shouldThrow<IllegalArgumentException> { jsonObjectOf(mapOf("m" to mapOf(1 to "x"))) }.message shouldContain "(at .m)"
        }

        test("what the parser lets pass and is no number, or too large for one, is a string") {
            val long = "1".repeat(1001)
            listOf("1e99999999999", "1e2147483648", "NaN", "abc", "-", "1-2", "0x10", "1f", long).forEach { literal ->
                (parseJson("""{"a":$literal}""") as JsonObject).toPlainMap() shouldBe mapOf("a" to literal)
            }
            parseNumber("1".repeat(1000)) shouldBe BigInteger("1".repeat(1000))
            parseNumber("-1.5E-2") shouldBe -0.015
        }

        test("maps and lists cannot be changed") {
            val map = (parseJson("""{"o":{"l":[1,2]}}""") as JsonObject).toPlainMap()
            val inner = map["o"] as Map<*, *>

            @Suppress("UNCHECKED_CAST")
            shouldThrow<UnsupportedOperationException> { (map as MutableMap<String, Any?>)["x"] = 1 }
            @Suppress("UNCHECKED_CAST")
            shouldThrow<UnsupportedOperationException> { (inner as MutableMap<String, Any?>).remove("l") }
            @Suppress("UNCHECKED_CAST")
            shouldThrow<UnsupportedOperationException> { (inner["l"] as MutableList<Any?>).add(3) }
        }

        test("dots in names are no depth") {
            val name = ".".repeat(101)

            jsonObjectOf(mapOf(name to 1)).keys shouldBe setOf(name)
        }

        test("a map that contains itself is refused") {
            val loop = mutableMapOf<String, Any?>()
            loop["again"] = loop

            shouldThrow<IllegalArgumentException> { jsonObjectOf(loop) }.message shouldContain "100 levels"
        }
    })
