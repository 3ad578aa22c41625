package io.github.oidcauth.internal.json

import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class JsonSlicesTest :
    FunSpec({
        mapOf(
            "[]" to emptyList(),
            " { } " to emptyList(),
            "[1]" to listOf("1"),
            """[ 1 , "a,b" , [2,[3]] , {"c":{"d":4}} ]""" to listOf("1", "\"a,b\"", "[2,[3]]", """{"c":{"d":4}}"""),
            """{"a":1,"b\\":"\"}]","c":[1,2]}""" to listOf("\"a\":1", """"b\\":"\"}]"""", "\"c\":[1,2]"),
            "[[],{}]" to listOf("[]", "{}"),
        ).forEach { (json, slices) -> test("the slices of $json") { JsonSlices.of(json) shouldBe slices } }

        mapOf(
            "\"a\":1" to "1",
            "\"a:b\" : \"c:d\"" to "\"c:d\"",
            """"\":": {"b":1}""" to """{"b":1}""",
        ).forEach { (member, value) -> test("the value of $member") { JsonSlices.valueOf(member) shouldBe value } }

        mapOf(
            "\"a\":1" to "a",
            "\"a:b\" : \"c:d\"" to "a:b",
            """"\u006beys":1""" to "keys",
            "1" to null,
        ).forEach { (member, name) -> test("the name of $member") { JsonSlices.nameOf(member) shouldBe name } }

        listOf("", "]", "}", "[", "{\"a", "[\"\\", "}}}").forEach { text ->
            test("'$text' has slices of no use, and is no error") {
                shouldNotThrowAny {
                    JsonSlices.of(text).forEach {
                        JsonSlices.nameOf(it)
                        JsonSlices.valueOf(it)
                    }
                }
            }
        }
    })
