package io.github.oidcauth.internal.jose

import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.oauth2.JwsAlgorithm
import kotlinx.serialization.json.JsonObject

/** A JWT with a verified signature. Only [JwsVerifier] creates it. */
internal class SignedJwt(
    val algorithm: JwsAlgorithm,
    /** The member `typ` of the header (RFC 7515 §4.1.9). */
    val type: String?,
    val header: JsonObject,
    val claims: JsonObject,
) {
    override fun toString(): String = "SignedJwt(algorithm=${algorithm.identifier}, $REDACTED)"
}
