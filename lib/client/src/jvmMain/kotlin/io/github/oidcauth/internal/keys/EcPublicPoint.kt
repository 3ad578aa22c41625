// Tested by PemPrivateKeyTest.
package io.github.oidcauth.internal.keys

import java.math.BigInteger
import java.security.AlgorithmParameters
import java.security.GeneralSecurityException
import java.security.KeyFactory
import java.security.Signature
import java.security.interfaces.ECPrivateKey
import java.security.spec.ECFieldFp
import java.security.spec.ECGenParameterSpec
import java.security.spec.ECParameterSpec
import java.security.spec.ECPoint
import java.security.spec.ECPublicKeySpec
import javax.crypto.KeyAgreement

/**
 * Computes the public point of a private key on a curve. PKCS#8 need not contain it, and the JDK does not compute it.
 *
 * The x coordinate is the key agreement of the key with the generator of the curve, computed by the JDK in constant time. Of the
 * two points with that x, the public point is the one that verifies a signature of the key.
 */
internal object EcPublicPoint {
    private val PROBE = ByteArray(1)

    /** Returns the JOSE name of the curve, or null when JOSE has none. */
    fun curve(parameters: ECParameterSpec): String? =
        JdkKeys.CURVES[parameters.curve.field.fieldSize]?.takeIf { name ->
            val known =
                AlgorithmParameters.getInstance("EC").run {
                    init(ECGenParameterSpec("secp${name.substringAfter('-')}r1"))
                    getParameterSpec(ECParameterSpec::class.java)
                }
            known.curve == parameters.curve && known.generator == parameters.generator && known.order == parameters.order
        }

    /**
     * Returns the public point of [key].
     *
     * @throws GeneralSecurityException when the key is not valid for its curve.
     */
    fun of(key: ECPrivateKey): ECPoint {
        val x =
            KeyAgreement.getInstance("ECDH").run {
                init(key)
                doPhase(KeyFactory.getInstance("EC").generatePublic(ECPublicKeySpec(key.params.generator, key.params)), true)
                BigInteger(1, generateSecret())
            }
        val p = (key.params.curve.field as ECFieldFp).p
        val square = (x.modPow(BigInteger.valueOf(CUBE), p) + key.params.curve.a * x + key.params.curve.b).mod(p)
        // The primes of these curves are 3 modulo 4, so this power is a square root.
        val y = square.modPow((p + BigInteger.ONE).shiftRight(2), p)
        val signature =
            Signature.getInstance(ALGORITHM).run {
                initSign(key)
                update(PROBE)
                sign()
            }
        return listOf(ECPoint(x, y), ECPoint(x, p - y)).find { verifies(it, key.params, signature) }
            ?: throw GeneralSecurityException("The key is not valid for its curve.")
    }

    private fun verifies(
        point: ECPoint,
        parameters: ECParameterSpec,
        signature: ByteArray,
    ): Boolean =
        Signature.getInstance(ALGORITHM).run {
            initVerify(KeyFactory.getInstance("EC").generatePublic(ECPublicKeySpec(point, parameters)))
            update(PROBE)
            verify(signature)
        }

    private const val ALGORITHM = "SHA256withECDSA"
    private const val CUBE = 3L
}
