package io.github.oidcauth.internal.dpop

import io.github.oidcauth.internal.addresses.HttpTarget
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.ReceivedProof
import io.github.oidcauth.oauth2.ScriptedResponse
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** The examples of RFC 9449. */
class DPoPVectorsTest :
    FunSpec({
        val clientContext = ClientBench { ScriptedResponse.token() }.clientContext
        val example = ReceivedProof.of(TOKEN_REQUEST_PROOF)

        test("the proof of §4.1 has the signature that we compute from its key") {
            example.header.string("typ") shouldBe "dpop+jwt"
            example["htm"] shouldBe "POST"
            example["htu"] shouldBe "https://server.example.com/token"
        }

        test("the key of §4.1 has the thumbprint of §6.1") {
            clientContext.jose.keys.thumbprint(example.key) shouldBe "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
        }

        test("our proof for a token request has the members of that of §4.1, and no others") {
            val key = DPoPKey.generate(JwsAlgorithm.ES256)
            val ours = ReceivedProof.of(
                DPoPProver(clientContext).proof(key, "POST", HttpTarget.of(example["htu"].orEmpty()), null, null),
            )

            ours.header.keys shouldBe example.header.keys
            ours.claims.keys shouldBe example.claims.keys
            ours.key.toJson().keys shouldBe example.key.toJson().keys
            ours["htu"] shouldBe example["htu"]
        }

        test("our proof for the request of §7.1 has its ath, and the members of its proof") {
            val theirs = ReceivedProof.of(RESOURCE_REQUEST_PROOF)
            val key = DPoPKey.generate(JwsAlgorithm.ES256)
            val target = HttpTarget.of("https://resource.example.org/protectedresource")
            val ours = ReceivedProof.of(DPoPProver(clientContext).proof(key, "GET", target, null, ACCESS_TOKEN))

            theirs["ath"] shouldBe "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"
            listOf("ath", "htm", "htu").associateWith { ours[it] } shouldBe
                listOf("ath", "htm", "htu").associateWith { theirs[it] }
            ours.claims.keys shouldBe theirs.claims.keys
        }
    }) {
    private companion object {
        /** §7.1. */
        const val ACCESS_TOKEN = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"

        const val HEADER =
            "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklD" +
                "UkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2" +
                "R1JEQSIsImNydiI6IlAtMjU2In19"

        /** §4.1. */
        const val TOKEN_REQUEST_PROOF =
            "$HEADER.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1w" +
                "bGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdL" +
                "XiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"

        /** §7.1. */
        const val RESOURCE_REQUEST_PROOF =
            "$HEADER.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFt" +
                "cGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0Ji" +
                "MHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw" +
                "6Fy1dqd-jfxSYoMxhAJpLjA"
    }
}
