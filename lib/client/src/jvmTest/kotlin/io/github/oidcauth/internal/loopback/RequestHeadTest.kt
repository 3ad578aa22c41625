package io.github.oidcauth.internal.loopback

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe

class RequestHeadTest :
    FunSpec({
        fun parse(vararg lines: String) = RequestHead.parse(lines.joinToString("\r\n"))

        fun form(
            vararg fields: String,
            method: String = "POST",
        ) = parse("$method /callback HTTP/1.1", *fields).shouldNotBeNull().formLength

        val type = "Content-Type: application/x-www-form-urlencoded"

        test("tabs are blanks, and every other control character is none of HTTP") {
            parse("GET / HTTP/1.1", "Host:\tlocalhost:1\t")?.host shouldBe "localhost:1"
            parse("GET / HTTP/1.1", "Host: a", "X: a\tb").shouldNotBeNull()
            listOf('\u0000', '\b', '\n', '\u001f', '\u007f').forEach { parse("GET / HTTP/1.1", "X: a${it}b").shouldBeNull() }
        }

        test("a form follows a POST alone") {
            form(type, "Content-Length: 7") shouldBe 7
            form(type, "Content-Length: 7", method = "GET").shouldBeNull()
            form(type, "Content-Length: 7", method = "PUT").shouldBeNull()
        }

        test("no form is not the same as an empty one") {
            form(type, "Content-Length: 0") shouldBe 0
            form(type).shouldBeNull()
            form("Content-Type: text/plain", "Content-Length: 7").shouldBeNull()
            form("Content-Length: 7").shouldBeNull()
            form(type, "Content-Length: 7", "Transfer-Encoding: chunked").shouldBeNull()
        }

        test("a length that is none, that is there twice, or that no form has, is not believed") {
            form(type, "Content-Length: 999999999") shouldBe 999_999_999
            listOf("1000000000", "-1", "+7", "7 7", "", "0x7").forEach { form(type, "Content-Length: $it").shouldBeNull() }
            form(type, "Content-Length: 7", "Content-Length: 7").shouldBeNull()
        }

        test("a host that is there twice counts as none") {
            parse("GET / HTTP/1.1", "Host: localhost:1", "Host: localhost:1").shouldNotBeNull().host.shouldBeNull()
        }
    })
