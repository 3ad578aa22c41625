// Tested by AlgorithmNamesTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.crypto.HashAlgorithm
import io.github.oidcauth.internal.keys.KeyTypes
import io.github.oidcauth.internal.text.toUnchangeableList
import kotlin.jvm.JvmStatic

/**
 * The signature algorithm of a JWT (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2). The list is complete: `none` is missing, so
 * an unsigned JWT is never accepted or made. `ES256K` and `Ed448` are not supported.
 *
 * An algorithm may have two names, as Ed25519 has. Both are understood in headers, keys and metadata.
 *
 * The algorithms whose names begin with `HS` need a shared secret of at least as many bits as the name contains (RFC 7518
 * §3.2); those with RSA keys need at least 2048 bits (RFC 7518 §3.3).
 */
public enum class JwsAlgorithm(
    /** The name in headers and metadata; if there are two names, the one that older servers know. */
    public val identifier: String,
    internal val hash: HashAlgorithm,
    internal val keyType: String,
    internal val curve: String? = null,
    /** The other name of the same algorithm, or null. */
    private val otherIdentifier: String? = null,
) {
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256("RS256", HashAlgorithm.SHA256, KeyTypes.RSA),

    /** RSASSA-PKCS1-v1_5 with SHA-384. */
    RS384("RS384", HashAlgorithm.SHA384, KeyTypes.RSA),

    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    RS512("RS512", HashAlgorithm.SHA512, KeyTypes.RSA),

    /** RSASSA-PSS with SHA-256. */
    PS256("PS256", HashAlgorithm.SHA256, KeyTypes.RSA),

    /** RSASSA-PSS with SHA-384. */
    PS384("PS384", HashAlgorithm.SHA384, KeyTypes.RSA),

    /** RSASSA-PSS with SHA-512. */
    PS512("PS512", HashAlgorithm.SHA512, KeyTypes.RSA),

    /** ECDSA on P-256 with SHA-256. */
    ES256("ES256", HashAlgorithm.SHA256, KeyTypes.EC, KeyTypes.P256),

    /** ECDSA on P-384 with SHA-384. */
    ES384("ES384", HashAlgorithm.SHA384, KeyTypes.EC, KeyTypes.P384),

    /** ECDSA on P-521 with SHA-512. */
    ES512("ES512", HashAlgorithm.SHA512, KeyTypes.EC, KeyTypes.P521),

    /**
     * EdDSA on Ed25519, called `EdDSA` (RFC 8037 §3.1) or `Ed25519` (RFC 9864 §2.2). A signature uses the name that the
     * server announces. If the server announces both or none, the name is the `alg` of the key, else the first of the list,
     * else `EdDSA`.
     */
    EdDSA("EdDSA", HashAlgorithm.SHA512, KeyTypes.OKP, KeyTypes.ED25519, otherIdentifier = "Ed25519"),

    /** HMAC with SHA-256. */
    HS256("HS256", HashAlgorithm.SHA256, KeyTypes.OCT),

    /** HMAC with SHA-384. */
    HS384("HS384", HashAlgorithm.SHA384, KeyTypes.OCT),

    /** HMAC with SHA-512. */
    HS512("HS512", HashAlgorithm.SHA512, KeyTypes.OCT),
    ;

    /** True if signer and verifier share one secret. */
    public val isSymmetric: Boolean get() = keyType == KeyTypes.OCT

    /** All names in headers, keys and metadata, [identifier] first. */
    public val identifiers: List<String> = listOfNotNull(identifier, otherIdentifier).toUnchangeableList()

    /** Returns true if the server announces this algorithm in [names]. Without a list, every algorithm counts as announced. */
    internal fun isSupportedBy(names: List<String>?): Boolean = names == null || identifiers.any(names::contains)

    /** Returns the name to sign with, for a server that announces [names], using a key whose member `alg` is [keyName]. */
    internal fun nameFor(
        names: List<String>?,
        keyName: String?,
    ): String {
        val possible = names.orEmpty().filter(identifiers::contains).ifEmpty { identifiers }
        // A client may be registered for one of the names; the `alg` of its key names it.
        return keyName?.takeIf(possible::contains) ?: possible.first()
    }

    public companion object {
        /** Returns the algorithm with exactly the name [identifier], or null. `none` is null. */
        @JvmStatic
        public fun find(identifier: String): JwsAlgorithm? = entries.find { identifier in it.identifiers }
    }
}
