package io.github.oidcauth.internal.json

import io.github.oidcauth.StoreException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

class PythonJsonTest :
    FunSpec({
        fun lists(depth: Int): JsonElement = (2..depth).fold(JsonArray(emptyList())) { inner, _ -> JsonArray(listOf(inner)) }

        test("members and elements have a line each, two blanks further in, and what is empty takes one line") {
            PythonJson.print(PythonJson.parse("""{"a":[],"b":{"c":[1,"x"]},"d":{}}""")!!) shouldBe
                """
                {
                  "a": [],
                  "b": {
                    "c": [
                      1,
                      "x"
                    ]
                  },
                  "d": {}
                }
                """.trimIndent()
        }

        test("a member of a file is indented as if it stood there") {
            PythonJson.printMember("n\u00e4me", JsonObject(mapOf("a" to JsonPrimitive(1)))) shouldBe
                "\"n\\u00e4me\": {\n    \"a\": 1\n  }"
        }

        test("what is not printable ASCII is escaped, in names and in texts") {
            PythonJson.print(JsonPrimitive("a\"b\\c\n\r\t\u0001~\u007f\u20ac\ud83d\ude00")) shouldBe
                """"a\"b\\c\n\r\t\u0001~\u007f\u20ac\ud83d\ude00""""
        }

        listOf("1.10e5", "-0", "12345678901234567890", "1E+2", "NaN", "Infinity", "-Infinity", "true", "false", "null").forEach {
            test("$it keeps its spelling") { PythonJson.print(PythonJson.parse(it)!!) shouldBe it }
        }

        listOf("yes", "01", "+1", ".5", "1.", "0x1", "nan", "-NaN", "True", """{"a":b}""", "[1,2", "").forEach {
            test("'$it' is not JSON to Python either") { PythonJson.parse(it).shouldBeNull() }
        }

        test("the last of two members with one name counts") {
            PythonJson.parse("""{"a":1,"a":2}""") shouldBe JsonObject(mapOf("a" to JsonPrimitive(2)))
        }

        test("a string is what stands between its quotes, and anything else is none") {
            PythonJson.parseString(""""a\u0062\n"""") shouldBe "ab\n"
            PythonJson.parseString("1").shouldBeNull()
            PythonJson.parseString("[\"a\"]").shouldBeNull()
            PythonJson.parseString("\"a").shouldBeNull()
        }

        test("what is printed can be read back, $MAX_JSON_DEPTH levels deep, and one level more is refused") {
            val deep = PythonJson.print(lists(MAX_JSON_DEPTH))
            PythonJson.print(PythonJson.parse(deep)!!) shouldBe deep
            shouldThrow<StoreException> { PythonJson.print(lists(MAX_JSON_DEPTH + 1)) }.message shouldContain "nested"
        }
    })
