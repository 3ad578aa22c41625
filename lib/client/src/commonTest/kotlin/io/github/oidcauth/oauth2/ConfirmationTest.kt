package io.github.oidcauth.oauth2

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlinx.serialization.json.JsonPrimitive

class ConfirmationTest :
    FunSpec({
        suspend fun confirmation(members: String): Confirmation? {
            val bench = ClientBench { ScriptedResponse("""{"active":true,$members}""") }
            return bench.client().introspect("at").confirmation
        }

        test("introspection says which certificate a token is bound to: RFC 8705 §3.2") {
            val confirmation = confirmation(
                """"cnf":{"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}""",
            ).shouldNotBeNull()
            confirmation.certificateThumbprint shouldBe "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"
            confirmation.keyThumbprint.shouldBeNull()
        }

        test("introspection says which key a token is bound to: RFC 9449 §6.2") {
            val confirmation = confirmation(""""cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}""").shouldNotBeNull()
            confirmation.keyThumbprint shouldBe "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
            confirmation.certificateThumbprint.shouldBeNull()
            confirmation shouldBe confirmation(""""cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}""")
            confirmation shouldNotBe confirmation(""""cnf":{"jkt":"other"}""")
        }

        test("a token that is bound to nothing has none") {
            confirmation(""""scope":"a"""").shouldBeNull()
            confirmation(""""cnf":"x"""").shouldBeNull()
            confirmation(""""cnf":{"x5t#S256":1}""")?.certificateThumbprint.shouldBeNull()
        }

        test("the metadata tell if tokens are bound to certificates: RFC 8705 §3.3") {
            ServerMetadata { member("tls_client_certificate_bound_access_tokens", JsonPrimitive(true)) }
                .tlsClientCertificateBoundAccessTokens shouldBe true
            ClientBench.METADATA.tlsClientCertificateBoundAccessTokens shouldBe false
        }
    })
