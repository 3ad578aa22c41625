// Tested by AlgorithmNamesTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.keys.KeyTypes
import kotlin.jvm.JvmStatic

/**
 * The algorithm that agrees upon or encrypts the key of an encrypted JWT (RFC 7518 §4.1).
 *
 * `RSA1_5` is missing, because its padding can be attacked. The algorithms with passwords (`PBES2-…`) are missing, because
 * the sender of a token chooses how long the reader has to compute.
 */
public enum class JweAlgorithm(
    /** The name in headers and metadata. */
    public val identifier: String,
    internal val keyType: String,
    /** The size of the wrapping key in bits, if it is fixed. */
    internal val keyBits: Int? = null,
) {
    /** RSAES-OAEP with SHA-1. */
    RSA_OAEP("RSA-OAEP", KeyTypes.RSA),

    /** RSAES-OAEP with SHA-256. */
    RSA_OAEP_256("RSA-OAEP-256", KeyTypes.RSA),

    /** RSAES-OAEP with SHA-384. */
    RSA_OAEP_384("RSA-OAEP-384", KeyTypes.RSA),

    /** RSAES-OAEP with SHA-512. */
    RSA_OAEP_512("RSA-OAEP-512", KeyTypes.RSA),

    /** ECDH-ES, the agreed key encrypts directly. */
    ECDH_ES("ECDH-ES", KeyTypes.EC),

    /** ECDH-ES, the agreed key wraps with AES-128. */
    ECDH_ES_A128KW("ECDH-ES+A128KW", KeyTypes.EC),

    /** ECDH-ES, the agreed key wraps with AES-192. */
    ECDH_ES_A192KW("ECDH-ES+A192KW", KeyTypes.EC),

    /** ECDH-ES, the agreed key wraps with AES-256. */
    ECDH_ES_A256KW("ECDH-ES+A256KW", KeyTypes.EC),

    /** AES-128 key wrap with a shared key. */
    A128KW("A128KW", KeyTypes.OCT, 128),

    /** AES-192 key wrap with a shared key. */
    A192KW("A192KW", KeyTypes.OCT, 192),

    /** AES-256 key wrap with a shared key. */
    A256KW("A256KW", KeyTypes.OCT, 256),

    /** AES-128 in Galois/Counter Mode with a shared key (RFC 7518 §4.7). */
    A128GCMKW("A128GCMKW", KeyTypes.OCT, 128),

    /** AES-192 in Galois/Counter Mode with a shared key. */
    A192GCMKW("A192GCMKW", KeyTypes.OCT, 192),

    /** AES-256 in Galois/Counter Mode with a shared key. */
    A256GCMKW("A256GCMKW", KeyTypes.OCT, 256),

    /** The shared key encrypts directly. Its size is the one that the [ContentEncryption] requires. */
    DIR("dir", KeyTypes.OCT),
    ;

    /** True if both sides share one key. */
    internal val isSymmetric: Boolean get() = keyType == KeyTypes.OCT

    public companion object {
        /** Returns the algorithm with exactly the name [identifier], or null. */
        @JvmStatic
        public fun find(identifier: String): JweAlgorithm? = entries.find { it.identifier == identifier }
    }
}
