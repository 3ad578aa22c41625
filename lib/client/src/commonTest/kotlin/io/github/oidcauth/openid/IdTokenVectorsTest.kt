package io.github.oidcauth.openid

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.time.Instant

/** The ID tokens of OpenID Connect Core 1.0 appendix A.2, A.3 and A.4, with the key of A.7. */
class IdTokenVectorsTest :
    FunSpec({
        fun bench() =
            ClientBench { ScriptedResponse("""{"keys":[{"kty":"RSA","kid":"1e9gdk7","n":"$N","e":"AQAB"}]}""") }
                .apply { clock.time = Instant.fromEpochSeconds(1_311_281_000) }

        fun ClientBench.relyingParty() =
            client(
                ServerMetadata {
                    issuer("http://server.example.com")
                    jwksUri("https://server.example.com/jwks")
                },
                "s6BhdRkqt3",
            )

        fun sent(configure: IdTokenRequirements.Builder.() -> Unit = {}) =
            IdTokenRequirements {
                nonce("n-0S6_WzA2Mj")
                requireHashes()
                configure()
            }

        test("the token of response_type=id_token") {
            val token = bench().relyingParty().validateIdToken(A2, sent())

            token.subject shouldBe "248289761001"
            token.string("name") shouldBe "Jane Doe"
        }

        test("at_hash of the token of response_type=id_token token") {
            val client = bench().relyingParty()

            client.validateIdToken(A3, sent { accessToken(ACCESS_TOKEN) }).string("at_hash") shouldBe "77QmUPtjPfzWtF2AnpK9RQ"
            shouldThrow<InvalidResponseException> {
                client.validateIdToken(A3, sent { accessToken(ACCESS_TOKEN.lowercase()) })
            }.message shouldContain "at_hash"
        }

        test("c_hash of the token of response_type=code id_token") {
            val client = bench().relyingParty()

            client.validateIdToken(A4, sent { code(CODE) }).string("c_hash") shouldBe "LDktKdoQak3Pk0cnXxCltA"
            shouldThrow<InvalidResponseException> { client.validateIdToken(A4, sent { code(CODE.lowercase()) }) }
                .message shouldContain "c_hash"
        }

        test("they have all expired long ago") {
            val bench = bench()
            listOf(A2, A3, A4).forEach { token ->
                bench.clock.time = Instant.fromEpochSeconds(1_311_281_970 + 59)
                bench.relyingParty().validateIdToken(token)
                bench.clock.time = Instant.fromEpochSeconds(1_311_281_970 + 60)
                shouldThrow<InvalidResponseException> { bench.relyingParty().validateIdToken(token) }.message shouldContain "exp"
            }
        }
    })

private const val N =
    "w7Zdfmece8iaB0kiTY8pCtiBtzbptJmP28nSWwtdjRu0f2GFpajvWE4VhfJAjEsOcwYzay7XGN0b-X84BfC8hmCTOj2b2eHT7NsZegFPKRUQzJ9wW8ip" +
        "n_aDJWMGDuB1XyqT1E7DYqjUCEOD1b4FLpy_xPn6oV_TYOfQ9fZdbE5HGxJUzekuGcOKqOQ8M7wfYHhHHLxGpQVgL0apWuP2gDDOdTtpuld4D2LK1MZK" +
        "99s9gaSjRHE8JDb1Z4IGhEcEyzkxswVdPndUWzfvWBBWXWxtSUvQGBRkuy1BHOa4sP6FKjWEeeF7gm7UMs2Nm2QUgNZw6xvEDGaLk4KASdIxRQ"

private const val HEADER = "eyJraWQiOiIxZTlnZGs3IiwiYWxnIjoiUlMyNTYifQ"

/** The claims that all of them begin with: `iss`, `sub`, `aud`, `nonce`, `exp`, `iat`. */
private const val CLAIMS =
    "ewogImlzcyI6ICJodHRwOi8vc2VydmVyLmV4YW1wbGUuY29tIiwKICJzdWIiOiAiMjQ4Mjg5NzYxMDAxIiwKICJhdWQiOiAiczZCaGRSa3F0MyIsCiAi" +
        "bm9uY2UiOiAibi0wUzZfV3pBMk1qIiwKICJleHAiOiAxMzExMjgxOTcwLAogImlhdCI6IDEzMTEyODA5NzAsCiAi"

private const val A2 =
    "$HEADER.${CLAIMS}bmFtZSI6ICJKYW5lIERvZSIsCiAiZ2l2ZW5fbmFtZSI6ICJKYW5lIiwKICJmYW1pbHlfbmFtZSI6ICJEb2UiLAogImdlbmRlciI" +
        "6ICJmZW1hbGUiLAogImJpcnRoZGF0ZSI6ICIwMDAwLTEwLTMxIiwKICJlbWFpbCI6ICJqYW5lZG9lQGV4YW1wbGUuY29tIiwKICJwaWN0dXJlIjogImh" +
        "0dHA6Ly9leGFtcGxlLmNvbS9qYW5lZG9lL21lLmpwZyIKfQ.rHQjEmBqn9Jre0OLykYNnspA10Qql2rvx4FsD00jwlB0Sym4NzpgvPKsDjn_wMkHxcp6" +
        "CilPcoKrWHcipR2iAjzLvDNAReF97zoJqq880ZD1bwY82JDauCXELVR9O6_B0w3K-E7yM2macAAgNCUwtik6SjoSUZRcf-O5lygIyLENx882p6MtmwaL" +
        "1hd6qn5RZOQ0TLrOYu0532g9Exxcm-ChymrB4xLykpDj3lUivJt63eEGGN6DH5K6o33TcxkIjNrCD4XB1CKKumZvCedgHHF3IAK4dVEDSUoGlH9z4pP_" +
        "eWYNXvqQOjGs-rDaQzUHl6cQQWNiDpWOl_lxXjQEvQ"

private const val ACCESS_TOKEN = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"
private const val A3 =
    "$HEADER.${CLAIMS}YXRfaGFzaCI6ICI3N1FtVVB0alBmeld0RjJBbnBLOVJRIgp9.F9gRev0Dt2tKcrBkHy72cmRqnLdzw9FLCCSebV7mWs7o_sv2O5" +
        "s6zMky2kmhHTVx9HmdvNnx9GaZ8XMYRFeYk8L5NZ7aYlA5W56nsG1iWOou_-gji0ibWIuuf4Owaho3YSoi7EvsTuLFz6tq-dLyz0dKABMDsiCmJ5wqkP" +
        "UDTE3QTXjzbUmOzUDli-gCh5QPuZAq0cNW3pf_2n4zpvTYtbmj12cVcxGIMZby7TMWESRjQ9_o3jvhVNcCGcE0KAQXejhA1ocJhNEvQNqMFGlBb6_0Rx" +
        "xKjDZ-Oa329eGDidOvvp0h5hoES4a8IuGKS7NOcpp-aFwp0qVMDLI-Xnm-Pg"

private const val CODE = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"
private const val A4 =
    "$HEADER.${CLAIMS}Y19oYXNoIjogIkxEa3RLZG9RYWszUGswY25YeENsdEEiCn0.XW6uhdrkBgcGx6zVIrCiROpWURs-4goO1sKA4m9jhJIImiGg5mu" +
        "PUcNegx6sSv43c5DSn37sxCRrDZZm4ZPBKKgtYASMcE20SDgvYJdJS0cyuFw7Ijp_7WnIjcrl6B5cmoM6ylCvsLMwkoQAxVublMwH10oAxjzD6NEFsu9" +
        "nipkszWhsPePf_rM4eMpkmCbTzume-fzZIi5VjdWGGEmzTg32h3jiex-r5WTHbj-u5HL7u_KP3rmbdYNzlzd1xWRYTUs4E8nOTgzAUwvwXkIQhOh5TPc" +
        "SMBYy6X3E7-_gr9Ue6n4ND7hTFhtjYs3cjNKIA08qm5cpVYFMFMG6PkhzLQ"
