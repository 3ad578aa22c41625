package io.github.oidcauth.internal.jwt

import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.github.oidcauth.oauth2.ServerMetadata

/** Which JWTs of one kind are read at all. Immutable. */
internal class JwtPolicy(
    /** What a user calls it, at the start of a sentence. */
    val description: String,
    val signatures: Set<JwsAlgorithm>,
    val keyEncryptions: Set<JweAlgorithm>,
    val contentEncryptions: Set<ContentEncryption>,
    val isEncryptionRequired: Boolean,
) {
    /** Whether the server's public keys are needed to read such a JWT. */
    val needsKeys: Boolean get() = signatures.any { !it.isSymmetric }

    companion object {
        /**
         * The policy for what [config] calls [protection]. The algorithms of signatures are those that are registered, else
         * those of the server's metadata by the name of [metadataName], without those that use the client's secret: whoever may
         * choose between public and secret keys chooses for both. RS256 when the metadata do not say (OpenID Connect
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

        /** Shared keys are left to those who ask for them: who holds one can encrypt to this client, and to the server. */
        private fun algorithmsOfKeys(config: ClientConfig): Set<JweAlgorithm> {
            val types = config.decryptionKeys.mapTo(mutableSetOf()) { it.keyType }
            return JweAlgorithm.entries.filterTo(mutableSetOf()) { !it.isSymmetric && it.keyType in types }
        }
    }
}
