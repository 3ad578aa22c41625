package io.github.oidcauth.internal.addresses

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class HostAndPortTest :
    FunSpec({
        context("the port is behind the last colon, unless that belongs to the host") {
            mapOf(
                "h.example" to ("h.example" to null),
                "h.example:8443" to ("h.example" to "8443"),
                "h.example:" to ("h.example" to ""),
                ":443" to ("" to "443"),
                "[2001:db8::1]:443" to ("[2001:db8::1]" to "443"),
                "[2001:db8::1]" to ("[2001:db8::1]" to null),
                "2001:db8::443" to ("2001:db8::443" to null),
                "::1" to ("::1" to null),
                "[::1" to ("[::1" to null),
                "[::1]x:80" to ("[::1]x:80" to null),
                "a:b:80" to ("a:b:80" to null),
                "h:8a" to ("h:8a" to null),
                "h:\u0663" to ("h:\u0663" to null),
                "" to ("" to null),
            ).forEach { (text, expected) ->
                test("'$text'") {
                    val place = HostAndPort.of(text)
                    (place.host to place.portDigits) shouldBe expected
                }
            }
        }

        test("ports go from 1 to 65535") {
            HostAndPort.of("h:1").port shouldBe 1
            HostAndPort.of("h:65535").port shouldBe 65_535
            listOf("0", "65536", "99999999999", "").forEach { HostAndPort.of("h:$it").port.shouldBeNull() }
            HostAndPort.of("h").port.shouldBeNull()
            listOf("+1", "-1", " 1", "\u0663").forEach { Ports.parse(it).shouldBeNull() }
        }

        test("the default ports are those of http and https") {
            Ports.defaultOf("http") shouldBe 80
            Ports.defaultOf("https") shouldBe 443
            Ports.defaultOf("ftp").shouldBeNull()
            Ports.defaultOf(null).shouldBeNull()
        }
    })
