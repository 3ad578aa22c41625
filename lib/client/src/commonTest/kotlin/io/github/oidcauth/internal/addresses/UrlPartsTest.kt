package io.github.oidcauth.internal.addresses

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class UrlPartsTest :
    FunSpec({
        test("each part is what stands there, and only scheme and host change their case") {
            val parts = UrlParts.of("HTTPS://Al%20ice:pw@H.Example:0443/A/b?C=d/e?f#G?h")

            parts.scheme shouldBe "https"
            parts.beginning shouldBe "HTTPS://Al%20ice:pw@H.Example:0443"
            parts.authority shouldBe "Al%20ice:pw@H.Example:0443"
            parts.host shouldBe "h.example"
            parts.portDigits shouldBe "0443"
            parts.port shouldBe 443
            parts.tail shouldBe "/A/b?C=d/e?f#G?h"
            parts.path shouldBe "/A/b"
            parts.query shouldBe "C=d/e?f"
            parts.hasUserInfo shouldBe true
        }

        context("the authority ends where the first of '/', '?' and '#' is") {
            listOf("/a", "?a=/b", "#a", "").forEach { tail ->
                test("before '$tail'") {
                    val parts = UrlParts.of("https://h.example:1$tail")
                    parts.authority shouldBe "h.example:1"
                    parts.tail shouldBe tail
                }
            }
        }

        test("a host without a scheme is at the beginning") {
            val parts = UrlParts.of("h.example:8443/a")
            parts.scheme.shouldBeNull()
            parts.host shouldBe "h.example"
            parts.port shouldBe 8443
            parts.tail shouldBe "/a"
            parts.origin shouldBe "h.example:8443"
        }

        context("a '://' behind the authority begins no scheme") {
            listOf("h.example/x://y", "h.example?next=https://x", "h.example#https://x").forEach { url ->
                test(url) {
                    val parts = UrlParts.of(url)
                    parts.scheme.shouldBeNull()
                    parts.host shouldBe "h.example"
                }
            }
        }

        context("the origin is one for each server, and shows no user name") {
            mapOf(
                "https://H.example:443/a" to "https://h.example",
                "HTTPS://h.example:" to "https://h.example",
                "https://alice:s3cret@h.example" to "https://h.example",
                "https://h.example:80" to "https://h.example:80",
                "http://h.example:80" to "http://h.example",
                "http://[::1]:80?a" to "http://[::1]",
                "http://[::1]:8080#a" to "http://[::1]:8080",
                "app://H.example" to "app://h.example",
            ).forEach { (url, origin) -> test("$url is at $origin") { UrlParts.of(url).origin shouldBe origin } }
        }

        test("what stands before the first :// is a scheme only if it looks like one") {
            listOf("https", "com.example.app", "a+b-c.1", "a".repeat(31)).forEach {
                UrlParts.of("$it://x").isSchemeValid shouldBe true
            }
            listOf("", "1a", "a b", "alice:s3cret@h", "a".repeat(32)).forEach {
                UrlParts.of("$it://x").isSchemeValid shouldBe false
            }
            UrlParts.of("h.example").isSchemeValid shouldBe false
        }

        test("printing a URL shows no password and no parameter") {
            UrlParts.of("https://alice:s3cret@h.example/cb?code=abc").toString() shouldBe "UrlParts(https://h.example)"
        }
    })
