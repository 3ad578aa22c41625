package io.github.oidcauth.internal.loopback

import io.github.oidcauth.CallbackPages
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.internal.responses.OAuthError
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.security.MessageDigest
import java.util.Base64

class TemplateResultPagesTest :
    FunSpec({
        fun pages(
            success: String? = null,
            failure: String? = null,
        ) = TemplateResultPages(CallbackPages(success, failure))

        fun failed(
            template: String,
            code: String = "access_denied",
            description: String? = "You said no.",
        ) = pages(failure = template).failed(OAuthError(code, description).toException())

        fun hash(style: String) =
            Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(style.toByteArray()))

        test("the places in the failure page are filled with text, never with markup") {
            val hostile = "<script>alert(1)</script>\"'&"
            val page = failed("<p title=\"{error}\">{error_description}</p>", "<b>\"", hostile)
            page.ok shouldBe false
            page.html shouldBe
                "<p title=\"&lt;b&gt;&quot;\">&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;</p>"
        }

        test("a placeholder in untrusted text is not filled") {
            failed("{error}|{error_description}", "{error_description}", "{error}").html shouldBe "{error_description}|{error}"
            failed("{error_description}", description = "\$1 \\1 {error}").html shouldBe "\$1 \\1 {error}"
        }

        test("other braces are left alone") {
            failed("<style>p { color: red }</style>{ERROR}{ error }{}{error").html shouldBe
                "<style>p { color: red }</style>{ERROR}{ error }{}{error"
        }

        test("an error without a description, or without a code, is described by its message") {
            failed("[{error}] {error_description}", description = null).html shouldContain "[access_denied] "
            pages(failure = "[{error}] {error_description}").failed(TimedOutException("Too late.")).html shouldBe "[] Too late."
        }

        test("the success page is as it was written") {
            val page = pages(success = "<h1>Done, {error}</h1>").signedIn()
            page.ok shouldBe true
            page.html shouldBe "<h1>Done, {error}</h1>"
        }

        test("where there is no template the library's page is shown") {
            pages(success = "<h1>Done</h1>").failed(TimedOutException("Too late.")).html shouldBe
                DefaultResultPages().failed(TimedOutException("Too late.")).html
            pages(failure = "<h1>Failed</h1>").signedIn().html shouldBe DefaultResultPages().signedIn().html
        }

        test("the styles of the template may take effect, and nothing else") {
            val styles = "<style>a{}</style><STYLE type='text/css'>\r\nb {}\r\n</STYLE >"
            val page = pages(success = "$styles<styles>c</styles><script>d</script>").signedIn()
            page.html shouldNotContain "\r"
            page.contentSecurityPolicy shouldBe
                "default-src 'none'; style-src 'sha256-${hash("a{}")}' 'sha256-${hash("\nb {}\n")}'; " +
                "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            pages(success = "<p>no style</p>").signedIn().contentSecurityPolicy shouldContain "style-src 'none'"
        }

        test("a style that a otherServer's text was put into has no effect, and neither has one that the text brings") {
            val template = "<style>p::after { content: '{error_description}' }</style>"
            listOf("x' } body { display: none } p::after { content: '", "</style><style>body { display: none }").forEach {
                val page = failed(template, description = it)
                withClue(it) {
                    page.contentSecurityPolicy shouldContain hash("p::after { content: '{error_description}' }")
                    val shown = page.html.substringAfter("<style>").substringBefore("</style>")
                    page.contentSecurityPolicy shouldNotContain hash(shown)
                    page.html.split("<style").size shouldBe 2
                }
            }
        }

        test("styles without end are looked through in no time") {
            pages(success = "<style>".repeat(37_000)).signedIn().contentSecurityPolicy shouldContain "style-src 'none'"
            pages(success = "<style ".repeat(37_000)).signedIn().contentSecurityPolicy shouldContain "style-src 'none'"
        }
    })
