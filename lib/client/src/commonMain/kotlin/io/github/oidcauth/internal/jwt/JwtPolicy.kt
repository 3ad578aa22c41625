package io.github.oidcauth.internal.jwt

import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.github.oidcauth.oauth2.ServerMetadata

/** The algorithms that are accepted for JWTs of one kind. Immutable. */
internal class JwtPolicy(
    /** The name of the kind for users, at the start of a sentence. */
    val description: String,
    val signatures: Set<JwsAlgorithm>,
    val keyEncryptions: Set<JweAlgorithm>,
    val contentEncryptions: Set<ContentEncryption>,
    val isEncryptionRequired: Boolean,
) {
    /** True if the server's public keys are needed to read such a JWT. */
    val needsKeys: Boolean get() = signatures.any { !it.isSymmetric }

    companion object {
        /**
         * Returns the policy for [protection], a setting of [config]. The signature algorithms are the registered ones, or else
         * those in the server's metadata under [metadataName], without algorithms that use the client's secret: an attacker who
         * can choose between public keys and a secret could use a public key as the secret. The default is RS256 (OpenID Connect
         * Registration 1.0 §2).
         */
        fun of(
            description: String,
            protection: JwtProtection,
            metadataName: String,
            config: ClientConfig,
            metadata: ServerMetadata,
        ): JwtPolicy =
            JwtPolicy(
                description = description,
                signatures = protection.signedResponseAlgorithms ?: supportedSignatures(metadata.strings(metadataName)),
                keyEncryptions = protection.encryptedResponseAlgorithms ?: algorithmsOfKeys(config),
                contentEncryptions = protection.encryptedResponseEncodings ?: ContentEncryption.entries.toSet(),
                isEncryptionRequired = protection.isEncryptionRequired,
            )

        private fun supportedSignatures(names: List<String>?): Set<JwsAlgorithm> =
            names?.mapNotNull(JwsAlgorithm::find)?.filterNot { it.isSymmetric }?.toSet() ?: setOf(JwsAlgorithm.RS256)

        /**
         * Algorithms with shared keys must be configured explicitly: everyone who has a shared key can encrypt to this client and
         * to the server.
         */
        private fun algorithmsOfKeys(config: ClientConfig): Set<JweAlgorithm> {
            val types = config.decryptionKeys.mapTo(mutableSetOf()) { it.keyType }
            return JweAlgorithm.entries.filterTo(mutableSetOf()) { !it.isSymmetric && it.keyType in types }
        }
    }
}
