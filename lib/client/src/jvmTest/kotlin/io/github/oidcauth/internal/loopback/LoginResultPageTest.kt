package io.github.oidcauth.internal.loopback

import io.github.oidcauth.AuthException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.internal.responses.OAuthError
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.doubles.shouldBeGreaterThanOrEqual
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldContainOnlyOnce
import io.kotest.matchers.string.shouldNotContain
import io.ktor.util.escapeHTML
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import java.security.MessageDigest
import java.util.Base64
import kotlin.math.pow

class LoginResultPageTest :
    FunSpec({
        val pages = DefaultResultPages("Weather & <Co>")
        val refusal = OAuthError("access_denied", "<img src=x onerror=alert(1)> \"quoted\" & 'so'").toException()

        test("the page that is sent forbids everything but its own style, and is not kept") {
            listening { listener ->
                val code = codeOf(listener)
                val response = Visitor.ask(listener.port, trueCallback())
                code.await()
                val body = response.substringAfter("\r\n\r\n")
                val style = body.substringAfter("<style>").substringBefore("</style>")
                val hash = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(style.toByteArray()))
                val headers = response.substringBefore("\r\n\r\n").lines().drop(1)
                headers.associate { it.substringBefore(": ") to it.substringAfter(": ") } shouldContainExactly
                    mapOf(
                        "Content-Type" to "text/html; charset=utf-8",
                        "Content-Length" to body.toByteArray().size.toString(),
                        "Content-Security-Policy" to
                            "default-src 'none'; style-src 'sha256-$hash'; " +
                            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                        "Cache-Control" to "no-store",
                        "Referrer-Policy" to "no-referrer",
                        "X-Content-Type-Options" to "nosniff",
                        "Connection" to "close",
                    )
            }
        }

        test("a response to a otherServer has nothing of ours in it, and is not kept either") {
            listening { listener ->
                val code = codeOf(listener)
                val response = Visitor.ask(listener.port, "/<script>?state=x")
                response shouldContain "Content-Type: text/plain"
                response shouldContain "Cache-Control: no-store"
                response shouldContain "X-Content-Type-Options: nosniff"
                response shouldContain "default-src 'none'"
                response shouldContain "Connection: close"
                response shouldNotContain "script"
                response shouldNotContain "Server:"
                response shouldNotContain "Access-Control"
                code.cancel()
            }
        }

        test("the pages load nothing, run nothing, send nothing") {
            listOf(pages.signedIn(), pages.failed(refusal)).forEach { page ->
                listOf(
                    "<script",
                    "<img",
                    "<link",
                    "<form",
                    "<a ",
                    "<iframe",
                    "url(",
                    "@import",
                    "http:",
                    "https:",
                    " style=",
                    " on",
                ).forEach {
                    withClue(it) {
                        page.html.replace(" one", "").lowercase().replace(refusal.message.escapeHTML(), "") shouldNotContain
                            it
                    }
                }
                Regex("<style>").findAll(page.html).toList() shouldHaveSize 1
            }
        }

        test("the pages name their language, title, scheme and width, and tell screen readers how it went") {
            listOf(
                Triple(pages.signedIn(), "status", "ok"),
                Triple(pages.failed(refusal), "alert", "failed"),
            ).forEach { (page, role, colours) ->
                page.html shouldContain "<main class=\"$colours\">"
                page.html shouldContain "<!DOCTYPE html>\n<html lang=\"en\">"
                page.html shouldContainOnlyOnce "<title>"
                page.html shouldContainOnlyOnce "<h1>"
                page.html shouldContainOnlyOnce "<main"
                page.html shouldContain "role=\"$role\""
                page.html shouldContain "width=device-width, initial-scale=1"
                page.html shouldContain "prefers-color-scheme: dark"
                page.html shouldContain "aria-hidden=\"true\""
            }
        }

        test("success says so, and where to go") {
            val page = pages.signedIn()
            page.ok shouldBe true
            page.html shouldContain "<title>You are signed in · Weather &amp; &lt;Co&gt;</title>"
            page.html shouldContain "You can close this tab and go back to <strong>Weather &amp; &lt;Co&gt;</strong>."
            DefaultResultPages().signedIn().html shouldContain "go back to your terminal."
        }

        test("a page names a terminal only where there is one") {
            val elsewhere = DefaultResultPages(hasTerminal = false)
            elsewhere.signedIn().html shouldContain "go back to the program that asked for it."
            elsewhere.failed(refusal).html shouldContain "Go back to the program that asked for it to try again."
            elsewhere.failed(refusal).html shouldNotContain "terminal"
        }

        test("failure shows the message and the code, as text") {
            val page = pages.failed(refusal)
            page.ok shouldBe false
            page.html shouldContain "&lt;img src=x onerror=alert(1)&gt; &quot;quoted&quot; &amp; &#x27;so&#x27;"
            page.html shouldContain "<code>access_denied</code>"
            pages.failed(OAuthError("</code><b>").toException()).html shouldContain "<code>&lt;/code&gt;&lt;b&gt;</code>"
            pages.failed(TimedOutException("Too late.")).html shouldNotContain "Error code"
        }

        test("no line of a message is lost") {
            pages.failed(TimedOutException("First.\n    |second.\n\$third")).html shouldContain "First.\n    |second.\n\$third"
        }

        test("every text stands out from its ground by 4.5:1 in both schemes: WCAG 2.2 §1.4.3") {
            listOf(
                CALLBACK_STYLE.substringBefore("@media"),
                CALLBACK_STYLE.substringAfter("@media").substringBefore("* {"),
            ).forEach { scheme ->
                val colours = Regex("--([a-z-]+): (#[0-9a-f]{6})").findAll(scheme).associate {
                    it.groupValues[1] to
                        it.groupValues[2]
                }
                listOf("text" to "card", "soft" to "card", "text" to "bad-wash").forEach { (text, ground) ->
                    withClue("$text on $ground of $colours") {
                        contrast(colours.getValue(text), colours.getValue(ground)) shouldBeGreaterThanOrEqual 4.5
                    }
                }
                // Symbols need 3:1 (WCAG 2.2 §1.4.11).
                listOf("ok", "bad").forEach {
                    withClue(it) { contrast(colours.getValue(it), colours.getValue("$it-wash")) shouldBeGreaterThanOrEqual 3.0 }
                }
            }
        }

        test("other pages can take their place, and are held by the same policy") {
            val others =
                object : LoginResultPages {
                    override fun signedIn() = LoginResultPage(true, "<p>done</p><script>alert(1)</script>", emptyList())

                    override fun failed(error: AuthException) = LoginResultPage(
                        false,
                        "<p>${error.message.escapeHTML()}</p>",
                        emptyList(),
                    )
                }
            LoopbackListeners(Dispatchers.IO, others).bind(listOf(0)).use { listener ->
                coroutineScope {
                    val visit = async { Visitor.ask(listener.port, trueCallback()) }
                    listener.await(listener.validator()) { it.code } shouldBe "the-code"
                    val response = visit.await()
                    response shouldContain "<p>done</p>"
                    response shouldContain "default-src 'none'; style-src 'none'; base-uri"
                }
            }
        }
    })

/** The contrast of two colours `#rrggbb`: WCAG 2.2, "contrast ratio". */
private fun contrast(
    a: String,
    b: String,
): Double {
    val (dark, light) = listOf(luminance(a), luminance(b)).sorted()
    return (light + 0.05) / (dark + 0.05)
}

private fun luminance(colour: String): Double {
    val (red, green, blue) =
        colour.drop(1).chunked(2).map { it.toInt(16) / 255.0 }.map {
            if (it <= 0.04045) it / 12.92 else ((it + 0.055) / 1.055).pow(2.4)
        }
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
