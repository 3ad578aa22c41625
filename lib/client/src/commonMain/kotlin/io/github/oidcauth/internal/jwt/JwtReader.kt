package io.github.oidcauth.internal.jwt

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.jose.CompactJwt
import io.github.oidcauth.internal.jose.SignatureVerification
import io.github.oidcauth.internal.jose.SignedJwt
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.keys.ClientSecretKey
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm

/** Decrypts the JWTs of one server and verifies their signatures. Their claims are validated elsewhere. Thread-safe. */
internal class JwtReader(
    private val config: ClientConfig,
    private val keys: KeySource,
    private val clientContext: ClientContext,
) {
    /** A JWT with a verified signature, and its text in compact form, without encryption. */
    class VerifiedJwt(
        val compact: String,
        val jwt: SignedJwt,
    ) {
        override fun toString(): String = "VerifiedJwt($jwt)"
    }

    /**
     * Reads [text], a signed JWT or an encrypted JWT that contains a signed one (RFC 7519 §5.2), as [policy] allows.
     *
     * @throws InvalidResponseException when it is not valid; the message contains nothing of it.
     * @throws AuthException when the server's keys cannot be fetched.
     */
    suspend fun read(
        text: String,
        policy: JwtPolicy,
    ): VerifiedJwt = verify(decrypt(text, policy), policy)

    /**
     * Returns the decrypted content of [text], or [text] itself if it is a signed JWT and [policy] does not require encryption.
     *
     * @throws InvalidResponseException when it cannot be decrypted, or is not encrypted as [policy] requires.
     */
    fun decrypt(
        text: String,
        policy: JwtPolicy,
    ): String =
        when (val jwt = CompactJwt.parse(text)) {
            null -> {
                refuse(policy, "it is not a JWT")
            }

            is CompactJwt.Jws -> {
                if (policy.isEncryptionRequired) refuse(policy, "it is not encrypted")
                text
            }

            is CompactJwt.Jwe -> {
                if (policy.keyEncryptions.isEmpty()) {
                    refuse(
                        policy,
                        "it is encrypted, and the client has no key to decrypt it with",
                        isProvenInvalid = false,
                    )
                }
                val allKeys = config.decryptionKeys + listOfNotNull(derivedKey(jwt, policy))
                clientContext.jose.codec.decrypt(text, allKeys, policy.keyEncryptions, policy.contentEncryptions)
                    ?: refuse(
                        policy,
                        "it cannot be decrypted with the client's keys and the algorithms that are allowed",
                        isProvenInvalid = false,
                    )
            }
        }

    /**
     * Verifies the signed JWT [compact].
     *
     * @throws InvalidResponseException when its signature is not valid.
     */
    suspend fun verify(
        compact: String,
        policy: JwtPolicy,
    ): VerifiedJwt {
        // Checked first, so that no keys are fetched for a token that will be refused anyway.
        val jws = CompactJwt.parse(compact) as? CompactJwt.Jws ?: refuse(policy, "it is not a signed JWT")
        val algorithm =
            jws.header.string("alg")?.let(JwsAlgorithm::find)?.takeIf { it in policy.signatures }
                ?: refuse(policy, "it is not signed with an algorithm that is allowed")
        val verification = if (algorithm.isSymmetric) {
            verifyWithSecret(
                compact,
                algorithm,
            )
        } else {
            verifyWithPublicKey(compact, algorithm)
        }
        return when (verification) {
            is SignatureVerification.Valid -> VerifiedJwt(compact, verification.jwt)

            is SignatureVerification.Invalid -> refuse(policy, verification.why)

            is SignatureVerification.NoKey -> refuse(
                policy,
                "it is signed with a key that the server does not publish",
                isProvenInvalid = false,
            )
        }
    }

    /**
     * Each algorithm is tried only with its own kind of key: the secret is never used as a public key, nor a public key as a
     * secret.
     */
    private fun verifyWithSecret(
        compact: String,
        algorithm: JwsAlgorithm,
    ): SignatureVerification {
        val secret = config.sharedSecret ?: throw InvalidConfigException("${algorithm.identifier} needs the client's secret.")
        return clientContext.jose.verifier.verify(compact, listOf(ClientSecretKey.signing(secret)), setOf(algorithm))
    }

    private suspend fun verifyWithPublicKey(
        compact: String,
        algorithm: JwsAlgorithm,
    ): SignatureVerification {
        val known = keys.current()
        val verification = clientContext.jose.verifier.verify(compact, known, setOf(algorithm))
        if (verification !is SignatureVerification.NoKey) return verification
        // Another caller may have fetched the keys meanwhile.
        val fresh = keys.refreshForUnknownKey() ?: keys.current().takeIf { it !== known } ?: return verification
        return clientContext.jose.verifier.verify(compact, fresh, setOf(algorithm))
    }

    /** Returns the key that is derived from the client's secret (OpenID Connect Core 1.0 §10.2), or null. */
    private fun derivedKey(
        jwe: CompactJwt.Jwe,
        policy: JwtPolicy,
    ): Jwk? {
        val algorithm = jwe.header.string("alg")?.let(JweAlgorithm::find)?.takeIf {
            it.isSymmetric && it in policy.keyEncryptions
        }
        val encryption = jwe.header.string("enc")?.let(ContentEncryption::find)
        val secret = config.sharedSecret
        if (algorithm == null || encryption == null || secret == null) return null
        return ClientSecretKey.encryption(secret, algorithm, encryption, clientContext.jose.digest)
    }

    private fun refuse(
        policy: JwtPolicy,
        why: String,
        isProvenInvalid: Boolean = true,
    ): Nothing = throw InvalidResponseException(
        "${policy.description} is not to be trusted: $why.",
        isProvenInvalid = isProvenInvalid,
    )
}
