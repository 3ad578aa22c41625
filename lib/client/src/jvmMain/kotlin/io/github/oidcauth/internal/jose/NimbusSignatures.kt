// Tested by JwsRoundTripTest and SignatureVectorsTest.
package io.github.oidcauth.internal.jose

import com.nimbusds.jose.JOSEException
import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.JWSHeader
import com.nimbusds.jose.JWSSigner
import com.nimbusds.jose.JWSVerifier
import com.nimbusds.jose.crypto.ECDSASigner
import com.nimbusds.jose.crypto.ECDSAVerifier
import com.nimbusds.jose.crypto.MACSigner
import com.nimbusds.jose.crypto.MACVerifier
import com.nimbusds.jose.crypto.RSASSASigner
import com.nimbusds.jose.crypto.RSASSAVerifier
import com.nimbusds.jose.util.Base64URL
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.keys.Ed25519
import io.github.oidcauth.internal.keys.KeyTypes
import io.github.oidcauth.internal.keys.NimbusKeys
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import java.security.GeneralSecurityException

/**
 * Signs and verifies with Nimbus, or with the JDK for Ed25519. Nimbus gets a header that contains the algorithm only, so that no
 * other member of a header from an untrusted sender has an effect.
 */
internal class NimbusSignatures : Signatures {
    override fun sign(
        input: ByteArray,
        key: Jwk,
        algorithm: JwsAlgorithm,
    ): ByteArray =
        try {
            when (algorithm.keyType) {
                KeyTypes.RSA -> sign(RSASSASigner(NimbusKeys.rsa(key).toRSAPrivateKey()), input, algorithm)
                KeyTypes.EC -> sign(ECDSASigner(NimbusKeys.ec(key)), input, algorithm)
                KeyTypes.OCT -> sign(MACSigner(NimbusKeys.secret(key)), input, algorithm)
                else -> Ed25519.sign(input, key)
            }
        } catch (_: JOSEException) {
            throw unusableKey(algorithm)
        } catch (_: GeneralSecurityException) {
            throw unusableKey(algorithm)
        } catch (_: RuntimeException) {
            // Cryptography providers report invalid keys with various exceptions, and some messages contain parts of the key.
            throw unusableKey(algorithm)
        }

    override fun verifies(
        signature: ByteArray,
        input: ByteArray,
        key: Jwk,
        algorithm: JwsAlgorithm,
    ): Boolean =
        try {
            when (algorithm.keyType) {
                KeyTypes.RSA -> verifies(RSASSAVerifier(NimbusKeys.rsa(key).toRSAPublicKey()), signature, input, algorithm)
                KeyTypes.EC -> verifies(ECDSAVerifier(NimbusKeys.ec(key).toECPublicKey()), signature, input, algorithm)
                KeyTypes.OCT -> verifies(MACVerifier(NimbusKeys.secret(key)), signature, input, algorithm)
                else -> Ed25519.verifies(signature, input, key)
            }
        } catch (_: JOSEException) {
            false
        } catch (_: GeneralSecurityException) {
            false
        } catch (_: RuntimeException) {
            // As above; signature and key are untrusted.
            false
        }

    private fun sign(
        signer: JWSSigner,
        input: ByteArray,
        algorithm: JwsAlgorithm,
    ): ByteArray = signer.sign(header(algorithm), input).decode()

    private fun verifies(
        verifier: JWSVerifier,
        signature: ByteArray,
        input: ByteArray,
        algorithm: JwsAlgorithm,
    ): Boolean = verifier.verify(header(algorithm), input, Base64URL.encode(signature))

    private fun header(algorithm: JwsAlgorithm) = JWSHeader(JWSAlgorithm.parse(algorithm.identifier))

    private fun unusableKey(algorithm: JwsAlgorithm) =
        InvalidConfigException("The key cannot sign with ${algorithm.identifier}: its numbers do not belong together.")
}
