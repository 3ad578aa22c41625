package io.github.oidcauth.internal.addresses

import io.github.oidcauth.Config
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidHostException
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.ktor.http.Url
import io.ktor.http.toURI
import java.net.URI
import java.net.http.HttpRequest
import kotlin.random.Random

/** Whatever the library takes for an address, the JVM's and Ktor's clients must take too. */
class CallableUrlTest :
    FunSpec({
        val random = Random(8628)
        val pieces =
            listOf(
                "a",
                "B",
                "0",
                "7",
                "255",
                "256",
                "1f",
                "0x",
                "_",
                "-",
                ".",
                "..",
                ":",
                "::",
                "[",
                "]",
                "[::",
                "localhost",
                "example",
            ) +
                listOf(
                    "/",
                    "//",
                    "%",
                    "%4",
                    "%41",
                    "%zz",
                    "~",
                    "!",
                    "'",
                    "|",
                    "{",
                    "^",
                    "\"",
                    "+",
                    ";",
                    "=",
                    "@",
                    "\\",
                    "ü",
                    " ",
                ) +
                listOf("x".repeat(62), ".com", "xn--", "10.0.0.1", "127", ":443", ":0", ":65535", "?", "#", "é", "\u2024", "𝒽")

        fun text(
            from: List<String>,
            most: Int,
        ) = List(random.nextInt(1, most)) { from.random(random) }.joinToString("")

        fun hosts(): Sequence<String> {
            val address = listOf("1", "2f", "ffff", ":", ":", ":", ":", "::", "10.0.0.1")
            val plain = listOf("a", "b9", "9", "-", "_", ".", ".", "com", "255")
            return sequence {
                repeat(3000) {
                    yield(text(pieces, 9))
                    yield("https://[" + text(address, 18) + "]")
                    yield("https://" + text(plain, 12))
                    yield("http://h.example/" + text(pieces.drop(19), 6))
                }
            }
        }

        fun requireCallable(
            url: String,
            host: String,
        ) = withClue(url) {
            URI(url).host.shouldNotBeNull().lowercase() shouldBe host
            HttpRequest.newBuilder(URI(url)).build().uri().toString() shouldBe url
            Url(url).toURI().host.lowercase() shouldBe host
        }

        test("every base URL that is accepted can be called") {
            var accepted = 0
            for (typed in hosts()) {
                val url =
                    try {
                        BaseUrl.parse(typed)
                    } catch (_: InvalidHostException) {
                        continue
                    }
                accepted++
                requireCallable("$url/x", url.host)
            }
            accepted shouldBeGreaterThan 1000
        }

        test("every route that is accepted can be called") {
            var accepted = 0
            repeat(3000) {
                val config =
                    try {
                        Config("https://h.example/base") { tokenRoute = text(pieces, 6) }
                    } catch (_: InvalidConfigException) {
                        return@repeat
                    }
                accepted++
                requireCallable(checkNotNull(config.application).resolve(config.tokenRoute), "h.example")
            }
            accepted shouldBeGreaterThan 200
        }
    })
