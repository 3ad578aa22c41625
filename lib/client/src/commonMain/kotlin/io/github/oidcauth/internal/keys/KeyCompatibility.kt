package io.github.oidcauth.internal.keys

import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm

/**
 * Checks that a key may be used with an algorithm. The type of the key is checked first: if a public key could be used as a
 * shared secret, everyone could sign (RFC 8725 §2.1, §3.1).
 */
internal object KeyCompatibility {
    /** RFC 7518 §3.3, §4.3 require this size. */
    private const val MIN_RSA_BITS = 2_048

    /** The values of `alg` in a key for encryption (RFC 7518 §4.1), including algorithms that are not supported here. */
    private val ENCRYPTION_LABELS = JweAlgorithm.entries.map { it.identifier } + "RSA1_5"

    /**
     * Returns why [key] cannot be used with [algorithm], as the end of a sentence without any value of the key, or null if it
     * can.
     */
    fun fault(
        key: Jwk,
        algorithm: JwsAlgorithm,
        use: KeyUse,
    ): String? =
        when {
            key.keyType != algorithm.keyType || key.curve != algorithm.curve -> {
                notFor(algorithm.identifier)
            }

            isReserved(key, algorithm, use) -> {
                reserved(algorithm.identifier)
            }

            algorithm.isSymmetric && bits(key, "k") < algorithm.hash.bytes * Byte.SIZE_BITS -> {
                "a secret for ${algorithm.identifier} has at least ${algorithm.hash.bytes} octets (RFC 7518 §3.2)"
            }

            else -> {
                rsaFault(key) ?: useFault(key, use)
            }
        }

    /** Returns why [key] cannot be used with [algorithm] and [encryption], or null if it can. */
    fun fault(
        key: Jwk,
        algorithm: JweAlgorithm,
        encryption: ContentEncryption,
        use: KeyUse,
    ): String? {
        val bits = if (algorithm == JweAlgorithm.DIR) encryption.keyBits else algorithm.keyBits
        return when {
            key.keyType != algorithm.keyType -> notFor(algorithm.identifier)
            isReserved(key, algorithm, encryption, use) -> reserved(algorithm.identifier)
            bits != null && bits(key, "k") != bits -> "a key for ${algorithm.identifier} has ${bits / Byte.SIZE_BITS} octets here"
            else -> rsaFault(key) ?: useFault(key, use)
        }
    }

    /** Returns how well the member `alg` of [key] fits [algorithm]: smaller is better. Keys are tried in this order. */
    fun rank(
        key: Jwk,
        algorithm: JwsAlgorithm,
    ): Int =
        when (key.algorithm) {
            in algorithm.identifiers -> 0
            null -> 1
            else -> 2
        }

    /**
     * Returns true if the `alg` of the key forbids this use. For signatures of a server, the caller's list of algorithms decides
     * and the `alg` of a public key is ignored, because servers often set it wrongly: an RSA key with `RS256` verifies PS256,
     * too. But a key whose `alg` is for encryption verifies nothing. Private signing keys and shared secrets are used only for
     * their own `alg`.
     */
    private fun isReserved(
        key: Jwk,
        algorithm: JwsAlgorithm,
        use: KeyUse,
    ): Boolean {
        val label = key.algorithm
        if (label == null || label in algorithm.identifiers) return false
        val isStrict = algorithm.isSymmetric || use == KeyUse.SIGN
        return isStrict || label in ENCRYPTION_LABELS || JwsAlgorithm.find(label)?.isSymmetric == true
    }

    /**
     * Returns true if the `alg` of the key forbids this use for encryption. A private key decrypts with each allowed algorithm of
     * its key type; a public key encrypts only with its own `alg`.
     */
    private fun isReserved(
        key: Jwk,
        algorithm: JweAlgorithm,
        encryption: ContentEncryption,
        use: KeyUse,
    ): Boolean {
        // The key of a direct encryption may name the content encryption, as in RFC 7520 §5.6.
        val names = setOfNotNull(algorithm.identifier, encryption.identifier.takeIf { algorithm == JweAlgorithm.DIR })
        val label = key.algorithm
        if (label == null || label in names) return false
        val isStrict = algorithm.isSymmetric || use == KeyUse.ENCRYPT
        return isStrict || JweAlgorithm.find(label)?.keyType != key.keyType
    }

    private fun rsaFault(key: Jwk): String? =
        when {
            key.keyType != KeyTypes.RSA -> null
            significantBits(key) < MIN_RSA_BITS -> "an RSA key has at least $MIN_RSA_BITS bits (RFC 7518 §3.3)"
            isWeakExponent(key) -> "its public exponent (e) is not valid"
            else -> null
        }

    private fun useFault(
        key: Jwk,
        use: KeyUse,
    ): String? =
        when {
            use.isPrivate && !key.isPrivate -> "its private part is missing"
            !use.isPermittedBy(key) -> "its members use and key_ops reserve it for something else"
            else -> null
        }

    private fun bits(
        key: Jwk,
        member: String,
    ): Int = (key.octets(member)?.size ?: 0) * Byte.SIZE_BITS

    private fun significantBits(key: Jwk): Int {
        val modulus = key.octets("n")?.dropWhile { it == ZERO }.orEmpty()
        return modulus.size * Byte.SIZE_BITS - (modulus.firstOrNull()?.countLeadingZeroBits() ?: 0)
    }

    /** With exponent 1, the padded hash is its own signature. Even exponents are not invertible. */
    private fun isWeakExponent(key: Jwk): Boolean {
        val exponent = key.octets("e")?.dropWhile { it == ZERO }.orEmpty()
        return exponent.isEmpty() || exponent == listOf(ONE) || exponent.last().toInt() and 1 == 0
    }

    private fun notFor(algorithm: String) = "its type or curve is not that of $algorithm"

    private fun reserved(algorithm: String) = "its member alg is not $algorithm"

    private const val ZERO: Byte = 0
    private const val ONE: Byte = 1
}
