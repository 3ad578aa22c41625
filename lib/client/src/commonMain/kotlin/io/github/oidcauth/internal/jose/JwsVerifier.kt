package io.github.oidcauth.internal.jose

import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm

/** Verifies the signatures of JWTs. Thread-safe. Validates nothing but the signature: who issued a token, for whom and until when is not looked at. */
internal interface JwsVerifier {
    /**
     * Whether [compact] is a JWT signed by one of [keys] with one of the [allowed] algorithms. Total: whatever the text is, the result says so.
     *
     * Keys come from [keys] alone. Those that a header brings along or points to (`jwk`, `jku`, `x5c`, `x5u`) are the sender's word and are not looked at.
     */
    fun verify(
        compact: String,
        keys: List<Jwk>,
        allowed: Set<JwsAlgorithm>,
    ): SignatureVerification
}
