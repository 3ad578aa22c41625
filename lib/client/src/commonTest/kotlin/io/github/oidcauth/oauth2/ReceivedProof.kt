package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.jose.CompactJwt
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.jose.SignatureVerification
import io.github.oidcauth.internal.json.string
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject

/** A DPoP proof whose signature is by the key in its header, as a server has to check (RFC 9449 §4.3). */
internal class ReceivedProof private constructor(
    val header: JsonObject,
    val claims: JsonObject,
) {
    /** The key that it proves possession of. */
    val key: Jwk get() = Jwk.fromJson(header.getValue("jwk").jsonObject)

    /** The claim [name]; null when it is not there. */
    operator fun get(name: String): String? = claims.string(name)

    companion object {
        fun of(compact: String): ReceivedProof {
            val jws = CompactJwt.parse(compact).shouldBeInstanceOf<CompactJwt.Jws>()
            val key = Jwk.fromJson(jws.header.getValue("jwk").jsonObject)
            val asymmetric = JwsAlgorithm.entries.filterNot { it.isSymmetric }.toSet()
            val jwt = NimbusJose.jose.verifier.verify(
                compact,
                listOf(key),
                asymmetric,
            ).shouldBeInstanceOf<SignatureVerification.Valid>().jwt
            return ReceivedProof(jwt.header, jwt.claims)
        }

        /** The one in [request]. */
        fun of(request: ReceivedRequest): ReceivedProof = of(checkNotNull(request.header("DPoP")) { "There is no proof." })
    }
}
