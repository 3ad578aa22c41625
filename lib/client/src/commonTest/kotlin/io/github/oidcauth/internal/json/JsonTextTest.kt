package io.github.oidcauth.internal.json

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe

/** The one rule for members that are repeated: the same value twice counts once, two values are refused. */
class JsonTextTest :
    FunSpec({
        mapOf(
            """{"iss":"a","iss":"a"}""" to """{"iss":"a"}""",
            """{"exp":1,"iss":"a","aud":"b","iss":"a"}""" to """{"exp":1,"iss":"a","aud":"b"}""",
            """{"a":[1,{"b":2}],"c":"}","a":[1, {"b" : 2}]}""" to """{"a":[1,{"b":2}],"c":"}"}""",
            """ { "a" : "x,\"y" , "a" : "x,\"y" } """ to """{"a":"x,\"y"}""",
            """{"iss":"a","\u0069ss":"\u0061"}""" to """{"iss":"a"}""",
            """{"x":{"b":null,"b":null}}""" to """{"x":{"b":null}}""",
            """[{"b":1,"b":1},{"b":2}]""" to """[{"b":1},{"b":2}]""",
            """{"a":{"b":1,"b":1},"a":{"b":1,"b":1}}""" to """{"a":{"b":1}}""",
            "\uFEFF{\"a\":1}" to """{"a":1}""",
        ).forEach { (text, read) ->
            test("a member that is repeated with the same value counts once: $text") { parseJson(text).toString() shouldBe read }
        }

        mapOf(
            """{"a":1,"a":2}""" to setOf("a"),
            """{"a":1,"b":2,"\u0061":3}""" to setOf("a"),
            """{"a":1,"a":"1"}""" to setOf("a"),
            """{"a":1,"a":1.0}""" to setOf("a"),
            """{"a":null,"a":"x","b":true}""" to setOf("a"),
            """{"a":"x","a":"x","a":"y"}""" to setOf("a"),
            """{"a":{"b":{"c":1,"c":2}},"d":[{"e":1,"e":{}}],"f":{"e":1}}""" to setOf("a", "d"),
            """{"a":{"x":1},"a":{"y":1}}""" to setOf("a"),
            """{"a":{"b":1,"b":2},"a":{"b":1,"b":2}}""" to setOf("a"),
            """[{"a":1},{"b":1,"b":2}]""" to setOf(""),
            """{"":1,"":2}""" to setOf(""),
            """{"r":"{\"a\":1,\"a\":2}","a":"\\","a":"\\\""}""" to setOf("a"),
        ).forEach { (text, names) ->
            test("two values for one name are refused, and the member is known: $text") {
                parseJson(text).shouldBeNull()
                readJson(text)?.ambiguous shouldBe names
                parseJsonLastWins(text).shouldNotBeNull()
            }
        }

        listOf("", "{", """{"a":1""", """{"a":1,"a":1},""", "\uFEFF\uFEFF{}", """{"a" 1}""", "[".repeat(101) + "]".repeat(101))
            .forEach { text -> test("no JSON: ${text.take(20)}") { readJson(text).shouldBeNull() } }

        test("a document as large as any response, made of nothing but repeats, is read in time proportional to its length") {
            val pairs = (1..40_000).joinToString(",") { """"a":{"b":1,"b":1}""" }
            val nested = """{"a":""".repeat(90) + "1" + ""","a":2}""".repeat(90)

            parseJson("{$pairs}").toString() shouldBe """{"a":{"b":1}}"""
            readJson("""{"x":[${List(800) { nested }.joinToString(",")}],"y":1}""")?.ambiguous shouldBe setOf("x")
        }
    })
