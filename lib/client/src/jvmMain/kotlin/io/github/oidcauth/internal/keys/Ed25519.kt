// Tested by JwsRoundTripTest and SignatureVectorsTest.
package io.github.oidcauth.internal.keys

import io.github.oidcauth.oauth2.Jwk
import java.security.GeneralSecurityException
import java.security.KeyFactory
import java.security.KeyPairGenerator
import java.security.PublicKey
import java.security.SecureRandom
import java.security.Signature
import java.security.interfaces.EdECPrivateKey
import java.security.spec.EdECPrivateKeySpec
import java.security.spec.NamedParameterSpec
import java.security.spec.X509EncodedKeySpec
import java.util.HexFormat

/** EdDSA with Ed25519 (RFC 8037 §3.1), implemented by the JDK. */
internal object Ed25519 {
    const val NAME = "Ed25519"

    /** The octets before the 32 octets of a public key in a SubjectPublicKeyInfo (RFC 8410 §4). */
    private val PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100")

    /**
     * Signs [input].
     *
     * @throws GeneralSecurityException when the key is not valid.
     */
    fun sign(
        input: ByteArray,
        key: Jwk,
    ): ByteArray {
        val private = KeyFactory.getInstance(
            NAME,
        ).generatePrivate(EdECPrivateKeySpec(NamedParameterSpec.ED25519, key.octets("d")))
        return Signature.getInstance(NAME).run {
            initSign(private)
            update(input)
            sign()
        }
    }

    /**
     * Returns the public key of [key]. The JDK computes it only for new keys, from random octets, so it gets the octets of [key]
     * as random octets.
     *
     * @throws GeneralSecurityException when the JDK used them in another way.
     */
    fun publicKey(key: EdECPrivateKey): PublicKey {
        val octets = key.bytes.orElseThrow { GeneralSecurityException("The key does not reveal its octets.") }
        val pair =
            KeyPairGenerator.getInstance(NAME).run {
                initialize(NamedParameterSpec.ED25519, FixedBytesRandom(octets))
                generateKeyPair()
            }
        if (!octets.contentEquals((pair.private as EdECPrivateKey).bytes.orElse(null))) {
            throw GeneralSecurityException("The public key could not be computed.")
        }
        return pair.public
    }

    /**
     * Returns whether [signature] is a valid signature of [input].
     *
     * @throws GeneralSecurityException when the key or the signature is malformed.
     */
    fun verifies(
        signature: ByteArray,
        input: ByteArray,
        key: Jwk,
    ): Boolean {
        val octets = checkNotNull(key.octets("x")) { "The key has no member x." }
        val public = KeyFactory.getInstance(NAME).generatePublic(X509EncodedKeySpec(PUBLIC_PREFIX + octets))
        return Signature.getInstance(NAME).run {
            initVerify(public)
            update(input)
            verify(signature)
        }
    }

    /** Returns the octets of an existing key instead of random ones. */
    private class FixedBytesRandom(
        private val octets: ByteArray,
    ) : SecureRandom() {
        override fun nextBytes(bytes: ByteArray) {
            octets.copyInto(bytes, endIndex = minOf(octets.size, bytes.size))
        }

        private companion object {
            private const val serialVersionUID = 1L
        }
    }
}
