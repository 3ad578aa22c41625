package io.github.oidcauth.oauth2

import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * How the JWTs of one kind that a server sends to a client are signed and encrypted, as it is registered there (OpenID Connect
 * Registration 1.0 §2). What comes otherwise is refused. An immutable value.
 *
 * ```
 * val protection = JwtProtection { signedResponseAlgorithms(JwsAlgorithm.PS256) }
 * ```
 */
public class JwtProtection private constructor(builder: Builder) {
    /** `…_signed_response_alg`, or null for what the server's metadata offer, without those that use the client's secret. */
    public val signedResponseAlgorithms: Set<JwsAlgorithm>? = builder.signatures

    /** `…_encrypted_response_alg`, or null for all that fit [ClientConfig.decryptionKeys]. */
    public val encryptedResponseAlgorithms: Set<JweAlgorithm>? = builder.keyEncryptions

    /** `…_encrypted_response_enc`, or null for all. */
    public val encryptedResponseEncodings: Set<ContentEncryption>? = builder.contentEncryptions

    /** Whether a JWT that is not encrypted is refused. */
    public val isEncryptionRequired: Boolean = builder.encryptionRequired

    /** A builder that starts with these values. */
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
         * The algorithms of the signature. Those whose names begin with `HS` use the client's secret as key; they are accepted
         * only when they stand here.
         */
        public fun signedResponseAlgorithms(vararg algorithms: JwsAlgorithm): Builder = apply { signatures = algorithms.toSet() }

        /**
         * The algorithms that encrypt the key. Those with a shared key (`dir`, `A128KW` and its kin) are accepted only when they
         * stand here; their key is one of [ClientConfig.decryptionKeys], or follows from the client's secret (OpenID Connect
         * Core 1.0 §10.2).
         */
        public fun encryptedResponseAlgorithms(vararg algorithms: JweAlgorithm): Builder =
            apply { keyEncryptions = algorithms.toSet() }

        /** The algorithms that encrypt the content. */
        public fun encryptedResponseEncodings(vararg encodings: ContentEncryption): Builder =
            apply { contentEncryptions = encodings.toSet() }

        /** Refuses what is not encrypted. */
        public fun requireEncryption(): Builder = apply { encryptionRequired = true }

        /** The protection. */
        public fun build(): JwtProtection = JwtProtection(this)
    }

    public companion object {
        /** Signed as the server's metadata offer, encrypted or not. */
        @JvmField
        public val DEFAULT: JwtProtection = Builder().build()

        /** A builder that starts with [DEFAULT]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** `JwtProtection { signedResponseAlgorithms(JwsAlgorithm.PS256) }`. */
@JvmSynthetic
public inline fun JwtProtection(configure: JwtProtection.Builder.() -> Unit): JwtProtection =
    JwtProtection.builder().apply(configure).build()
