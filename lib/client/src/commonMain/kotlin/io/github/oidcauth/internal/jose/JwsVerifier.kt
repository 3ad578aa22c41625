package io.github.oidcauth.internal.jose

import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm

/** Verifies the signatures of JWTs, and nothing else: issuer, audience and expiry are checked elsewhere. Thread-safe. */
internal interface JwsVerifier {
    /**
     * Verifies that [compact] is a JWT signed by one of [keys] with one of the [allowed] algorithms. Never throws; the result
     * describes the fault.
     *
     * Only [keys] are used. Keys that the header contains or refers to (`jwk`, `jku`, `x5c`, `x5u`) are chosen by the sender, and
     * are ignored.
     */
    fun verify(
        compact: String,
        keys: List<Jwk>,
        allowed: Set<JwsAlgorithm>,
    ): SignatureVerification
}
