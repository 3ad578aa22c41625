package io.github.oidcauth.internal.loopback

import io.github.oidcauth.InvalidConfigException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class ListenAddressTest :
    FunSpec({
        listOf(
            Triple("0.0.0.0", "0.0.0.0", null),
            Triple(" 0.0.0.0:53100 ", "0.0.0.0", 53_100),
            Triple("172.17.0.2:1", "172.17.0.2", 1),
            Triple("172.17.0.2:65535", "172.17.0.2", 65_535),
            Triple("::", "[::]", null),
            Triple("[::]", "[::]", null),
            Triple("[::]:53100", "[::]", 53_100),
            Triple("FD00::2", "[fd00::2]", null),
        ).forEach { (text, host, port) ->
            test("'$text' is an address") {
                ListenAddress.parse(text) shouldBe ListenAddress(host, port)
            }
        }

        listOf(
            "",
            ":53100",
            "localhost",
            "example.com:53100",
            "0",
            "1.2.3",
            "0x7f.0.0.1",
            "127.1",
            "[::",
            "fe80::1%eth0",
            "*",
            "0.0.0.0/0",
        )
            .forEach { text ->
                test("'$text' is not an address, and the message shows one") {
                    shouldThrow<InvalidConfigException> { ListenAddress.parse(text) }.message shouldContain
                        "such as 0.0.0.0:53100"
                }
            }

        listOf("0.0.0.0:0", "0.0.0.0:65536", "[::]:0", "0.0.0.0:").forEach { text ->
            test("'$text' has no port to listen on") {
                shouldThrow<InvalidConfigException> { ListenAddress.parse(text) }.message shouldContain "from 1 to 65535"
            }
        }

        test("only 127.0.0.0/8 and ::1 are this machine alone") {
            listOf("127.0.0.1", "127.0.0.2", "::1").forEach { ListenAddress.parse(it).isLoopback shouldBe true }
            listOf("0.0.0.0", "128.0.0.1", "126.255.255.255", "::", "::2").forEach {
                ListenAddress.parse(it).isLoopback shouldBe
                    false
            }
        }

        context("a port to listen on") {
            val address = ListenAddress("0.0.0.0", 8080)

            test("is the redirect port where any is free, and one of several that contain it") {
                LoopbackRedirect.of(listOf(0)).receivedAt(address).ports shouldBe listOf(8080)
                LoopbackRedirect.of(listOf(53_100, 8080)).receivedAt(address).ports shouldBe listOf(8080)
            }

            test("stays inside where the redirect has one port of its own") {
                LoopbackRedirect.of(listOf(53_100)).receivedAt(address).ports shouldBe listOf(53_100)
            }

            test("contradicts several other redirect ports") {
                shouldThrow<InvalidConfigException> { LoopbackRedirect.FIXED.receivedAt(address) }.message shouldContain "8080"
            }

            test("may be left out, and then the redirect keeps its ports") {
                LoopbackRedirect.FIXED.receivedAt(ListenAddress("0.0.0.0", null)).ports shouldBe LoopbackRedirect.FIXED_PORTS
            }
        }
    })
