package io.github.oidcauth.internal.loopback

import io.github.oidcauth.InvalidConfigException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class LoopbackRedirectTest :
    FunSpec({
        fun redirect(
            ports: List<Int> = listOf(0),
            path: String = LoopbackRedirect.DEFAULT_PATH,
            host: String = LoopbackRedirect.LOCALHOST,
        ) = LoopbackRedirect.of(ports, host, path)

        fun failure(build: () -> Unit) = shouldThrow<InvalidConfigException> { build() }.message

        test("a path may be empty, has its slash or gets it") {
            redirect(path = "").uri(80) shouldBe "http://localhost:80"
            redirect(path = "/").uri(80) shouldBe "http://localhost:80/"
            redirect(path = "/a").uri(80) shouldBe "http://localhost:80/a"
            redirect(path = "a").uri(80) shouldBe "http://localhost:80/a"
        }

        test("a path has up to 1024 characters") {
            redirect(path = "/" + "a".repeat(1023)).path.length shouldBe 1024
            failure { redirect(path = "/" + "a".repeat(1024)) } shouldContain "more than 1024 characters"
        }

        test("ports go from 0 to 65535, and are tried in the order given") {
            redirect(ports = listOf(65_535, 0, 1)).ports shouldBe listOf(65_535, 0, 1)
            failure { redirect(ports = listOf(1, 65_536)) } shouldContain "65536 is not a port"
            failure { redirect(ports = listOf(-1)) } shouldContain "-1 is not a port"
            failure { redirect(ports = emptyList()) } shouldContain "There is no redirect port to try"
        }

        test("one URI has host, port and path") {
            fun parsed(uri: String) = LoopbackRedirect.parse(uri)

            parsed("http://127.0.0.1:8400/back").uri(8400) shouldBe "http://127.0.0.1:8400/back"
            parsed("http://127.0.0.1:8400/back").ports shouldBe listOf(8400)
            parsed("http://LOCALHOST:0").uri(1) shouldBe "http://localhost:1"
            parsed("http://[::1]:65535/").ports shouldBe listOf(65_535)
            parsed("http://127.0.0.1:0/callback") shouldBe LoopbackRedirect.ANY_PORT
        }

        test("a URI without port, or with port 0, is for any free port, and is registered without one") {
            listOf("http://localhost", "http://localhost:", "http://localhost:0").forEach {
                LoopbackRedirect.parse(it).ports shouldBe listOf(0)
                LoopbackRedirect.parse(it).isAnyPort shouldBe true
            }
            LoopbackRedirect.parse("http://localhost:80").isAnyPort shouldBe false
            redirect(ports = listOf(0, 1)).isAnyPort shouldBe false
        }

        listOf(
            "https://127.0.0.1:8400/callback" to "begins with http://127.0.0.1",
            "com.example.app:/callback" to "codeReceiver",
            "127.0.0.1:8400" to "begins with http://127.0.0.1",
            "http://127.0.0.2:8400" to "begins with http://127.0.0.1",
            "http://h.example/callback" to "codeReceiver",
            "http://127.0.0.1:x/callback" to "codeReceiver",
            "http://127.0.0.1.h.example:1" to "codeReceiver",
            "http://127.0.0.1:65536" to "65536 is not a port",
            "http://127.0.0.1:99999999999" to "ports go from 0 to 65535",
            "http://u:p@127.0.0.1:1/" to "no user name",
            "http://127.0.0.1:1/?a=b" to "no user name, '?' or '#'",
            "http://127.0.0.1:1#a" to "no user name, '?' or '#'",
            "http://127.0.0.1:1/a/../b" to "redirect path",
            "" to "codeReceiver",
        ).forEach { (uri, words) ->
            test("'$uri' is refused as a redirect URI") { failure { LoopbackRedirect.parse(uri) } shouldContain words }
        }

        test("parts that are not given are kept") {
            LoopbackRedirect.FIXED.with(null, null, null) shouldBe LoopbackRedirect.FIXED
            LoopbackRedirect.ANY_PORT.with(listOf(1), null, "/a").uri(1) shouldBe "http://127.0.0.1:1/a"
            LoopbackRedirect.FIXED.with(null, "::1", null).uri(2) shouldBe "http://[::1]:2/callback"
        }

        test("a host is one of three, in any spelling") {
            redirect(host = "LocalHost").host shouldBe "localhost"
            redirect(host = "127.0.0.1").host shouldBe "127.0.0.1"
            redirect(host = "::1").host shouldBe "[::1]"
            redirect(host = "[::1]").uri(1) shouldBe "http://[::1]:1/callback"
            failure { redirect(host = "127.0.0.2") } shouldContain "host is 127.0.0.2"
        }
    })
