// Tested by OpenIdSettingsTest.
package io.github.oidcauth.oauth2

import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * The signature and encryption of one kind of JWT that a server sends to a client, as registered there (OpenID Connect
 * Registration 1.0 §2). A JWT that does not comply is refused. An immutable value.
 *
 * ```
 * val protection = JwtProtection { signedResponseAlgorithms(JwsAlgorithm.PS256) }
 * ```
 */
public class JwtProtection private constructor(builder: Builder) {
    /**
     * `…_signed_response_alg`, or null for the algorithms of the server's metadata, without those that use the client's
     * secret.
     */
    public val signedResponseAlgorithms: Set<JwsAlgorithm>? = builder.signatures

    /** `…_encrypted_response_alg`, or null for all algorithms that fit [ClientConfig.decryptionKeys]. */
    public val encryptedResponseAlgorithms: Set<JweAlgorithm>? = builder.keyEncryptions

    /** `…_encrypted_response_enc`, or null for all. */
    public val encryptedResponseEncodings: Set<ContentEncryption>? = builder.contentEncryptions

    /** True if a JWT that is not encrypted is refused. */
    public val isEncryptionRequired: Boolean = builder.encryptionRequired

    /** Returns a builder that starts with these values. */
    public fun newBuilder(): Builder =
        Builder().also {
            it.signatures = signedResponseAlgorithms
            it.keyEncryptions = encryptedResponseAlgorithms
            it.contentEncryptions = encryptedResponseEncodings
            it.encryptionRequired = isEncryptionRequired
        }

    private fun values(): List<Any?> =
        listOf(signedResponseAlgorithms, encryptedResponseAlgorithms, encryptedResponseEncodings, isEncryptionRequired)

    override fun equals(other: Any?): Boolean = other is JwtProtection && values() == other.values()

    override fun hashCode(): Int = values().hashCode()

    override fun toString(): String =
        "JwtProtection(signatures=$signedResponseAlgorithms, encryption=$encryptedResponseAlgorithms, " +
            "encodings=$encryptedResponseEncodings, isEncryptionRequired=$isEncryptionRequired)"

    /** Makes a [JwtProtection]. Not thread-safe. */
    public class Builder internal constructor() {
        internal var signatures: Set<JwsAlgorithm>? = null
        internal var keyEncryptions: Set<JweAlgorithm>? = null
        internal var contentEncryptions: Set<ContentEncryption>? = null
        internal var encryptionRequired = false

        /**
         * Sets the signature algorithms. Those whose names begin with `HS` use the client's secret as the key; they are
         * accepted only if they are set here.
         */
        public fun signedResponseAlgorithms(vararg algorithms: JwsAlgorithm): Builder = apply { signatures = algorithms.toSet() }

        /**
         * Sets the algorithms that encrypt the key. Those with a shared key (`dir`, `A128KW` and its variants) are accepted
         * only if they are set here; their key is one of [ClientConfig.decryptionKeys], or is derived from the client's
         * secret (OpenID Connect Core 1.0 §10.2).
         */
        public fun encryptedResponseAlgorithms(vararg algorithms: JweAlgorithm): Builder =
            apply { keyEncryptions = algorithms.toSet() }

        /** Sets the algorithms that encrypt the content. */
        public fun encryptedResponseEncodings(vararg encodings: ContentEncryption): Builder =
            apply { contentEncryptions = encodings.toSet() }

        /** Refuses a JWT that is not encrypted. */
        public fun requireEncryption(): Builder = apply { encryptionRequired = true }

        /** Returns the protection. */
        public fun build(): JwtProtection = JwtProtection(this)
    }

    public companion object {
        /** Signed with an algorithm of the server's metadata, encrypted or not. */
        @JvmField
        public val DEFAULT: JwtProtection = Builder().build()

        /** Returns a builder that starts with [DEFAULT]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** Creates a [JwtProtection]: `JwtProtection { signedResponseAlgorithms(JwsAlgorithm.PS256) }`. */
@JvmSynthetic
public inline fun JwtProtection(configure: JwtProtection.Builder.() -> Unit): JwtProtection =
    JwtProtection.builder().apply(configure).build()
