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

/** Decrypts the JWTs of one server and verifies their signatures. What they claim is validated elsewhere. Thread-safe. */
internal class JwtReader(
    private val config: ClientConfig,
    private val keys: KeySource,
    private val clientContext: ClientContext,
) {
    /** A JWT whose signature was verified, and its text in compact form, without encryption. */
    class VerifiedJwt(
        val compact: String,
        val jwt: SignedJwt,
    ) {
        override fun toString(): String = "VerifiedJwt($jwt)"
    }

    /**
     * Reads [text], a signed JWT or an encrypted one with a signed one in it (RFC 7519 §5.2), as [policy] says.
     *
     * @throws InvalidResponseException when it is not to be trusted; nothing of it is in the message.
     * @throws AuthException when the server's keys cannot be had.
     */
    suspend fun read(
        text: String,
        policy: JwtPolicy,
    ): VerifiedJwt = verify(decrypt(text, policy), policy)

    /**
     * What is encrypted in [text]; [text] itself when it is a signed JWT and need not be encrypted. @throws
     * InvalidResponseException
     */
    fun decrypt(
        text: String,
        policy: JwtPolicy,
    ): String =
        when (val jwt = CompactJwt.parse(text)) {
            null -> {
                refuse(policy, "it is no JWT")
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

    /** Verifies the signed JWT [compact]. @throws InvalidResponseException */
    suspend fun verify(
        compact: String,
        policy: JwtPolicy,
    ): VerifiedJwt {
        // Nobody has keys fetched, or a secret tried, for what will be refused anyway.
        val jws = CompactJwt.parse(compact) as? CompactJwt.Jws ?: refuse(policy, "it is no signed JWT")
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

    /** A secret is no key of the server, and a key of the server no secret: each algorithm is tried with its own kind alone. */
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
        // Somebody else may have fetched the keys meanwhile.
        val fresh = keys.refreshForUnknownKey() ?: keys.current().takeIf { it !== known } ?: return verification
        return clientContext.jose.verifier.verify(compact, fresh, setOf(algorithm))
    }

    /** OpenID Connect Core 1.0 §10.2. */
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
