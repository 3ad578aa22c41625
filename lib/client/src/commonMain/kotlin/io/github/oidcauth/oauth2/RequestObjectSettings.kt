package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.protocol.REDACTED
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/**
 * How authorization requests are signed, and encrypted if they are (RFC 9101).
 *
 * ```
 * RequestObjectSettings(key) { encryption(JweAlgorithm.RSA_OAEP_256, ContentEncryption.A256GCM) }
 * ```
 *
 * An immutable value; [toString] shows no key.
 */
public class RequestObjectSettings private constructor(builder: Builder) {
    internal val key: Jwk = builder.key

    /** What requests are signed with, or null for what key and server can both do. */
    public val algorithm: JwsAlgorithm? = builder.algorithm

    /** How long a request can be used. */
    @get:JvmSynthetic
    public val lifetime: Duration = builder.lifetime

    internal val encryption: Encryption? = builder.encryption

    internal data class Encryption(
        val algorithm: JweAlgorithm,
        val encryption: ContentEncryption,
        val key: Jwk?,
    )

    private fun members(): List<Any?> = listOf(key, algorithm, lifetime, encryption)

    override fun equals(other: Any?): Boolean = other is RequestObjectSettings && other.members() == members()

    override fun hashCode(): Int = members().hashCode()

    override fun toString(): String = "RequestObjectSettings(algorithm=$algorithm, lifetime=$lifetime, $REDACTED)"

    /** Makes [RequestObjectSettings]. Not thread-safe. */
    public class Builder internal constructor(
        internal val key: Jwk,
    ) {
        internal var algorithm: JwsAlgorithm? = null
        internal var lifetime: Duration = 10.minutes
        internal var encryption: Encryption? = null

        /**
         * What requests are signed with (`request_object_signing_alg`). Default: the algorithm of the key, or the first that
         * key and server can do.
         */
        public fun algorithm(algorithm: JwsAlgorithm): Builder = apply { this.algorithm = algorithm }

        /** How long a request can be used: at least a second, at most an hour. Default 10 minutes. */
        @JvmSynthetic
        public fun lifetime(lifetime: Duration): Builder =
            apply {
                require(lifetime in 1.seconds..60.minutes) { "A signed request can be used for a second to an hour." }
                this.lifetime = lifetime
            }

        /** As [lifetime], in seconds. */
        public fun lifetimeSeconds(seconds: Long): Builder = lifetime(seconds.seconds)

        /**
         * Encrypts what is signed (`request_object_encryption_alg`, `request_object_encryption_enc`) with [key]. Without a key,
         * it is one of those that the server publishes, or for algorithms with shared keys one that follows from the client's
         * secret (OpenID Connect Core 1.0 §10.2).
         */
        @JvmOverloads
        public fun encryption(
            algorithm: JweAlgorithm,
            encryption: ContentEncryption = ContentEncryption.A128CBC_HS256,
            key: Jwk? = null,
        ): Builder = apply { this.encryption = Encryption(algorithm, encryption, key) }

        /** The settings. */
        public fun build(): RequestObjectSettings = RequestObjectSettings(this)

        override fun toString(): String = "RequestObjectSettings.Builder($REDACTED)"
    }

    public companion object {
        /** A builder for requests signed with [key], a private key or a shared secret. */
        @JvmStatic
        public fun builder(key: Jwk): Builder = Builder(key)
    }
}

/** Requests signed with [key], a private key or a shared secret. */
@JvmSynthetic
public inline fun RequestObjectSettings(
    key: Jwk,
    configure: RequestObjectSettings.Builder.() -> Unit = {},
): RequestObjectSettings = RequestObjectSettings.builder(key).apply(configure).build()
