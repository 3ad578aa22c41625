package io.github.oidcauth.internal.addresses

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class WebAddressTest :
    FunSpec({
        val base = BaseUrl.parse("https://h.example/app")

        context("a text that is unsafe for a browser or terminal is not an address") {
            listOf(
                "javascript:alert(1)",
                "file:///etc/passwd",
                "data:text/html,x",
                "//evil.example/x",
                "h.example/x",
                "https://",
                "https://:443/",
                "http://:8080/x",
                "https://alice@h.example/",
                "https://h&reboot&.example/",
                "https://$(h).example/",
                "https://h.example\\@evil.example/",
                "https://h.example/\u001b[2J",
                "https://h.example/a b",
                "https://h.example/\"; rm -rf /",
                "https://h.example/ü",
                "https://h.example/" + "a".repeat(20_000),
            ).forEach { test(it.take(40).filter { c -> c >= ' ' }) { WebAddress.parse(it, base).shouldBeNull() } }
        }

        test("a path is taken relative to the application's origin") {
            WebAddress.parse("/realms/x?y=1", base)?.url shouldBe "https://h.example/realms/x?y=1"
        }

        test("names below localhost are looked up in the network, so http to them is not secure") {
            WebAddress.parse("http://a.localhost/")!!.isSecure shouldBe false
        }

        test("https, and http on this machine, are secure") {
            WebAddress.parse("https://h.example/")!!.isSecure shouldBe true
            WebAddress.parse("http://localhost:8080/x")!!.isSecure shouldBe true
            WebAddress.parse("http://[::1]:8080/x")!!.isSecure shouldBe true
            WebAddress.parse("http://h.example/")!!.isSecure shouldBe false
            WebAddress.parse("http://localhost.evil.example/")!!.isSecure shouldBe false
        }

        test("a program that opens browsers is given nothing that a shell behind it would act on") {
            val address = WebAddress.parse("https://h.example/a;b?x=$(calc)&y='|'*!&state=a%7Cb")!!
            address.shellSafeUrl shouldBe "https://h.example/a%3Bb?x=%24%28calc%29&y=%27%7C%27%2A%21&state=a%7Cb"
        }

        mapOf(
            "https://h.example/?a=1&b_2=3&_c=4" to "https://h.example/?a=1&b_2=3&_c=4",
            "https://h.example/?a=1&reboot" to "https://h.example/?a=1&%72eboot",
            "https://h.example/?a=1&reboot&&halt&b=2" to "https://h.example/?a=1&%72eboot&&%68alt&b=2",
            "https://h.example/?a=1&/tmp/x&./y=3" to "https://h.example/?a=1&%2Ftmp/x&%2E/y=3",
            "https://h.example/?a=1&b.c=2&d-e=3&4=5" to "https://h.example/?a=1&%62.c=2&%64-e=3&%34=5",
            "https://h.example/?a=1&%2Ftmp&#top&x" to "https://h.example/?a=1&%2Ftmp&#top&%78",
            "https://h.example/a&b/c?d=~root&e[]=[0-9]" to "https://h.example/a&%62/c?d=%7Eroot&%65%5B%5D=%5B0-9%5D",
            "https://[::1]:80/?a" to "https://[::1]:80/?a",
        ).forEach { (url, given) ->
            test("the text after an ampersand in $url names no program") { WebAddress.parse(url)!!.shellSafeUrl shouldBe given }
        }

        test("a parameter counts when it is there exactly once") {
            val address = WebAddress.parse("https://h.example/?a=1&b=2&b=3&state=x%7Cy")!!
            address.parameter("a") shouldBe "1"
            address.parameter("b").shouldBeNull()
            address.parameter("c").shouldBeNull()
            address.parameter("state") shouldBe "x|y"
            WebAddress.parse("https://h.example/?a=%zz")!!.parameter("a").shouldBeNull()
        }
    })
