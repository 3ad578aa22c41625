package io.github.oidcauth.internal.requests

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import okhttp3.HttpUrl.Companion.toHttpUrlOrNull
import java.net.MalformedURLException
import java.net.URI
import java.net.URISyntaxException
import java.net.URL
import kotlin.random.Random

private const val ROUNDS = 40_000
private val ALLOWED = listOf("https://api.example.com", "http://127.0.0.1:8080", "https://[::1]:8443")

/** Pieces of which an attacker may build a URL. */
private val PIECES =
    ALLOWED +
        listOf(
            "https://",
            "http://",
            "HTTPS://",
            "https:",
            "http:/",
            "//",
            "/",
            "\\",
            "/\\",
            "@",
            ":",
            "::",
            "#",
            "?",
            "%",
            "&",
            ";",
        ) +
        listOf("api.example.com", "API.example.com", "evil.example", "127.0.0.1", "127.1", "[::1]", "localhost", "0x7f.0.0.1") +
        listOf(":443", ":80", ":8080", ":8443", ":0", ":99999", ".", "..", ".evil", "-", "_", "*", "x", "user:password@") +
        listOf(
            "%2f",
            "%40",
            "%5c",
            "%00",
            "%61pi",
            "%2eevil",
            " ",
            "\t",
            "\r\n",
            "\u0000",
            "\u3002",
            "\uff0e",
            "\uff0f",
            "\u00fc",
            "\u2024",
        ) +
        listOf("xn--", "/path", "?q=1", "#f", "[", "]", "%25eth0")

private fun origin(
    scheme: String?,
    host: String?,
    port: Int,
): String? {
    if (scheme == null || host == null) return null
    val isDefault = port < 0 || (scheme.lowercase() == "https" && port == 443) || (scheme.lowercase() == "http" && port == 80)
    return "${scheme.lowercase()}://${host.lowercase()}${if (isDefault) "" else ":$port"}"
}

/** The origin to which each client of the JVM would send a request to [url]; only those that would send one. */
private fun destinations(url: String): Map<String, String> {
    val found = mutableMapOf<String, String?>()
    url.toHttpUrlOrNull()?.let { found["OkHttp"] = origin(it.scheme, if (':' in it.host) "[${it.host}]" else it.host, it.port) }
    try {
        URI(url).let { found["java.net.URI"] = origin(it.scheme, it.host, it.port) }
    } catch (_: URISyntaxException) {
        // No client would.
    }
    try {
        // What HttpURLConnection and many proxies use.
        @Suppress("DEPRECATION")
        URL(url).let { found["java.net.URL"] = origin(it.protocol, it.host.ifEmpty { null }, it.port) }
    } catch (_: MalformedURLException) {
        // No client would.
    }
    return found.mapNotNull { (client, origin) -> origin?.let { client to it } }.toMap()
}

class TokenOriginsTest :
    FunSpec({
        val origins = TokenOrigins.of(ALLOWED, allowInsecureHttp = false)

        test("no URL gets a token that a client would send to another origin") {
            val random = Random(20_261_130)
            var accepted = 0
            var refused = 0
            repeat(ROUNDS) {
                val start = if (random.nextBoolean()) ALLOWED.random(random) else ""
                val url = start + List(random.nextInt(1, 7)) { PIECES.random(random) }.joinToString("")
                if (url in origins) {
                    accepted++
                    destinations(url).forEach { (client, origin) ->
                        withClue("$client: $url") { (origin in ALLOWED) shouldBe true }
                    }
                } else if (destinations(url).isNotEmpty()) {
                    refused++
                }
            }
            accepted shouldBeGreaterThan ROUNDS / 20
            refused shouldBeGreaterThan ROUNDS / 20
        }

        test("a plain URL of an allowed origin gets a token, whatever follows the origin") {
            val random = Random(7)
            repeat(2_000) {
                val tail = List(random.nextInt(5)) { PIECES.random(random) }.joinToString("")
                val url = ALLOWED.random(random) + "/" + tail
                withClue(url) { (url in origins) shouldBe true }
            }
        }

        test("one character changed in an allowed origin never leads elsewhere with a token") {
            for (allowed in ALLOWED) {
                for (index in allowed.indices) {
                    for (code in 0..0x17f) {
                        val url = allowed.replaceRange(index, index + 1, code.toChar().toString()) + "/"
                        if (url !in origins) continue
                        destinations(url).forEach { (client, origin) ->
                            withClue("$client: $url") {
                                (origin in ALLOWED) shouldBe
                                    true
                            }
                        }
                    }
                }
            }
        }
    })
