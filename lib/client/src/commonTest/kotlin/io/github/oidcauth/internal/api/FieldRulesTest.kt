package io.github.oidcauth.internal.api

import io.github.oidcauth.http.NullFields
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonArray
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

class FieldRulesTest :
    FunSpec({
        fun rules(nulls: NullFields = NullFields.EXCLUDE) = FieldRules(nulls, "yes", "no")

        test("a query has one parameter for each value, with everything encoded") {
            val fields =
                listOf(
                    "a" to "b c+d&e=f/\u00e9",
                    "g&" to 1,
                    "h" to listOf(true, null, "x"),
                    "i" to arrayOf<Any>(false, 2),
                    "j" to JsonPrimitive(true),
                    "k" to JsonNull,
                    "l" to null,
                    "m" to "",
                    "n" to "o".encodeToByteArray(),
                )
            NullFields.entries.forEach { nulls ->
                rules(nulls).query(fields) shouldBe
                    "a=b%20c%2Bd%26e%3Df%2F%C3%A9&g%26=1&h=yes&h=x&i=no&i=2&j=yes&m=&n=o"
            }
            rules().query(emptyList()) shouldBe ""
        }

        test("arrays of numbers, booleans and characters have several values as well") {
            val fields =
                listOf(
                    "a" to intArrayOf(1, 2),
                    "b" to longArrayOf(3),
                    "c" to booleanArrayOf(true, false),
                    "d" to charArrayOf('x', 'y'),
                    "e" to doubleArrayOf(1.5),
                    "f" to floatArrayOf(2.5f),
                    "g" to shortArrayOf(4),
                    "h" to intArrayOf(),
                )
            rules().query(fields) shouldBe "a=1&a=2&b=3&c=yes&c=no&d=x&d=y&e=1.5&f=2.5&g=4"
            rules().form(listOf("a" to intArrayOf(1, 2))) shouldBe listOf("a" to "1", "a" to "2")
        }

        test("a form has fields without a value only as empty text") {
            val fields = listOf("a" to null, "b" to listOf(null, 1))

            rules(NullFields.EXCLUDE).form(fields) shouldBe listOf("b" to "1")
            rules(NullFields.INCLUDE).form(fields) shouldBe listOf("b" to "1")
            rules(NullFields.EMPTY).form(fields) shouldBe listOf("a" to "", "b" to "", "b" to "1")
        }

        test("members that are null are treated alike in all objects, and elements of arrays stay") {
            val inner =
                buildJsonObject {
                    put("null", JsonNull)
                    put("bool", true)
                }
            val json =
                buildJsonObject {
                    put("none", JsonNull)
                    put("inner", inner)
                    put(
                        "list",
                        buildJsonArray {
                            add(JsonNull)
                            add(inner)
                        },
                    )
                }

            rules(NullFields.EXCLUDE).json(json).toString() shouldBe """{"inner":{"bool":true},"list":[null,{"bool":true}]}"""
            rules(NullFields.INCLUDE).json(json) shouldBe json
            rules(NullFields.EMPTY).json(json).toString() shouldBe
                """{"none":"","inner":{"null":"","bool":true},"list":[null,{"null":"","bool":true}]}"""
            rules(NullFields.EXCLUDE).json(JsonNull) shouldBe JsonNull
        }
    })
