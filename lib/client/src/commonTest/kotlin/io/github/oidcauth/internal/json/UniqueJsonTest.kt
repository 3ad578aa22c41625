package io.github.oidcauth.internal.json

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe

class UniqueJsonTest :
    FunSpec({
        listOf(
            "{}",
            "[]",
            "1",
            "[-1, 0, 1.5e-3, true, false, null]",
            """{"a":1,"b":2}""",
            """{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}""",
            """{"a":"b:c:d","e:":"\":\""}""",
            """{"a\\":":","\":":"\\"}""",
            """ { "a" : [ { } , { "b" : null } ] } """,
        ).forEach { text -> test("unique: $text") { parseUniqueJson(text).shouldNotBeNull() } }

        listOf(
            """{"a":1,"a":1}""",
            """{"a":1,"a":2}""",
            """{"a":1,"b":{"c":1,"c":2}}""",
            """[{"a":1},{"b":1,"b":2}]""",
            """{"a":1,"\u0061":2}""",
            """{"a":{"x":1},"a":{"y":1}}""",
            """{"":1,"":2}""",
            """{"exp":1,"exp":1.0}""",
            """{"a":{"b":1,"b":2},"a":{"b":1,"b":2}}""",
        ).forEach { text -> test("not unique: $text") { parseUniqueJson(text).shouldBeNull() } }

        listOf(
            "",
            "{",
            """{"a":}""",
            """{"a":1}x""",
            """{a:1}""",
            """{"a":1,}""",
            "{\"a\":1//\n}",
            "{\"a\":01}",
            "{\"a\":word}",
            "[1.]",
            "+1",
            "NaN",
            "True",
        ).forEach { text ->
            test("no JSON: $text") {
                parseUniqueJson(text).shouldBeNull()
                parseStrictJson(text).shouldBeNull()
            }
        }

        test("a member that is repeated with the same value is accepted outside of a header, and two values are refused") {
            parseStrictJson("""{"iss":"a","iss":"a"}""").toString() shouldBe """{"iss":"a"}"""
            parseStrictJson("""{"iss":"a","iss":"b"}""").shouldBeNull()
        }
    })
