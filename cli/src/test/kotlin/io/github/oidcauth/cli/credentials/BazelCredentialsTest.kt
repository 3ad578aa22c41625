package io.github.oidcauth.cli.credentials

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlin.time.Instant

internal class BazelCredentialsTest : FunSpec({
    test("the request names a URI, and may have other members") {
        BazelCredentials.serverIn("""{"uri":"grpcs://cache.example.com/Service/Method","future":[]}""") shouldBe
            ServerAddress(true, "cache.example.com", 443)
        BazelCredentials.serverIn("""{"uri":"https://user@cache.example.com/"}""") shouldBe null
    }

    test("a request without a URI is refused, and is not shown") {
        listOf("", "{}", """{"uri":null}""", """{"uri":["secret"]}""", """{"url":"https://secret"}""", "secret").forEach { text ->
            val error = withClue(text) { shouldThrow<InvalidHelperRequestException> { BazelCredentials.serverIn(text) } }
            error.message shouldNotContain "secret"
        }
    }

    test("the response is the header and its expiry in RFC 3339") {
        BazelCredentials.found(PresentedToken("a.b.c", Instant.parse("2026-11-30T20:00:00.9Z"))).toString() shouldBe
            """{"headers":{"Authorization":["Bearer a.b.c"]},"expires":"2026-11-30T20:00:00Z"}"""
        BazelCredentials.found(PresentedToken("a", null)).toString() shouldBe """{"headers":{"Authorization":["Bearer a"]}}"""
        BazelCredentials.NONE.toString() shouldBe """{"headers":{}}"""
    }
})
