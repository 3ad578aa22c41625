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

        test("a host is one of three, in any spelling") {
            redirect(host = "LocalHost").host shouldBe "localhost"
            redirect(host = "127.0.0.1").host shouldBe "127.0.0.1"
            redirect(host = "::1").host shouldBe "[::1]"
            redirect(host = "[::1]").uri(1) shouldBe "http://[::1]:1/callback"
            failure { redirect(host = "127.0.0.2") } shouldContain "host is 127.0.0.2"
        }
    })
