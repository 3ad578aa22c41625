package io.github.oidcauth.cli.startup

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe

class TokenLineTest :
    FunSpec({
        fun line(
            vararg arguments: String,
            environment: Map<String, String> = emptyMap(),
        ) = TokenLine.of(arrayOf(*arguments), environment)

        test("`token HOST` is recognised, with the file that the environment names") {
            line("token", "h.example").shouldNotBeNull().file.shouldBeNull()
            line("token", "h.example", environment = mapOf("OIDC_TOKEN_FILE" to " /a b ")).shouldNotBeNull().file shouldBe "/a b"
            line("token", "h.example", environment = mapOf("OIDC_TOKEN_FILE" to " ")).shouldNotBeNull().file.shouldBeNull()
            line("token", "h.example", environment = mapOf("OIDC_AUTH_OPTS" to "-Da=b", "OIDC_AUTH_CDS" to "off", "OIDC" to "x"))
                .shouldNotBeNull().host shouldBe "h.example"
        }

        test("any other command line belongs to the whole program") {
            listOf(
                emptyList(),
                listOf("token"),
                listOf("token", ""),
                listOf("token", " "),
                listOf("token", "-"),
                listOf("token", "--help"),
                listOf("token", "-v"),
                listOf("token", "h.example", "--min-ttl=5"),
                listOf("token", "--", "h.example"),
                listOf("login", "h.example"),
                listOf("Token", "h.example"),
                listOf("h.example", "token"),
            ).forEach { withClue(it) { line(*it.toTypedArray()).shouldBeNull() } }
        }

        test("a variable that changes what the command does, and a stream, lead to the whole program") {
            listOf(
                "OIDC_TOKEN_STORE" to "keyring",
                "OIDC_AUTH_FLOW" to "device",
                "OIDC_AUTH_MIN_TTL" to "5",
                "OIDC_AUTH_CONFIG" to "",
                "OIDC_TOKEN_FILE" to "/dev/fd/5",
                "OIDC_TOKEN_FILE" to "/proc/self/fd/5",
            ).forEach { withClue(it) { line("token", "h.example", environment = mapOf(it)).shouldBeNull() } }
        }
    })
