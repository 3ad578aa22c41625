// Tested by JwsRefusalTest.
package io.github.oidcauth.internal.jose

import io.github.oidcauth.internal.jose.SignatureVerification.Invalid
import io.github.oidcauth.internal.jose.SignatureVerification.NoKey
import io.github.oidcauth.internal.jose.SignatureVerification.Valid
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.keys.KeyCandidates
import io.github.oidcauth.internal.keys.KeyCompatibility
import io.github.oidcauth.internal.keys.KeyUse
import io.github.oidcauth.internal.keys.headerFault
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm

/**
 * Verifies the signatures of JWTs: selects the key for each JWT, and leaves the cryptography to [signatures]. Thread-safe.
 * Validates only the signature, and not the issuer, audience or expiry of a token.
 */
internal class JwsVerifier(
    private val signatures: Signatures,
) {
    /**
     * Verifies that [compact] is a JWT signed by one of [keys] with one of the [allowed] algorithms. Never throws: for any
     * text, the result tells if it is valid.
     *
     * Only [keys] are used. Keys that a header contains or refers to (`jwk`, `jku`, `x5c`, `x5u`) are chosen by the sender and
     * are ignored.
     */
    fun verify(
        compact: String,
        keys: List<Jwk>,
        allowed: Set<JwsAlgorithm>,
    ): SignatureVerification {
        val jws = CompactJwt.parse(compact) as? CompactJwt.Jws ?: return Invalid("it is not a signed JWT")
        val algorithm =
            jws.header.string("alg")?.let(JwsAlgorithm::find)?.takeIf { it in allowed }
                ?: return Invalid("it is not signed with an algorithm that is allowed")
        headerFault(jws.header)?.let { return Invalid(it) }
        val keyId = jws.header.string("kid")
        val inOrder = keys.sortedBy { KeyCompatibility.rank(it, algorithm) }
        val candidates = KeyCandidates.select(inOrder, keyId) { KeyCompatibility.fault(it, algorithm, KeyUse.VERIFY) == null }
        val input = jws.signingInput.encodeToByteArray()
        return when {
            candidates.any { signatures.verifies(jws.signature, input, it, algorithm) } -> validate(jws, algorithm)

            // A shared secret is configured, so there is no other key to fetch.
            algorithm.isSymmetric && candidates.isEmpty() -> Invalid(NO_SECRET)

            algorithm.isSymmetric -> Invalid(WRONG)

            candidates.isEmpty() || keyId == null -> NoKey(keyId)

            else -> Invalid(WRONG)
        }
    }

    private fun validate(
        jws: CompactJwt.Jws,
        algorithm: JwsAlgorithm,
    ): SignatureVerification {
        val claims = jws.claims() ?: return Invalid("its claims are no JSON object whose member names are unique")
        return Valid(SignedJwt(algorithm, jws.header.string("typ"), jws.header, claims))
    }

    private companion object {
        const val WRONG = "its signature is wrong"
        const val NO_SECRET = "there is no shared secret for its algorithm, or it is too short (RFC 7518 §3.2)"
    }
}
