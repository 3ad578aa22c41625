// Tested by RequestObjectFactoryTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.text.REDACTED
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/**
 * Settings of signed, and optionally encrypted, authorization requests (RFC 9101). Backchannel authentication requests are signed
 * with the same key (CIBA Core 1.0 §7.1.1), and not encrypted.
 *
 * ```
 * RequestObjectSettings(key) { encryption(JweAlgorithm.RSA_OAEP_256, ContentEncryption.A256GCM) }
 * ```
 *
 * An immutable value; [toString] shows no key.
 */
public class RequestObjectSettings private constructor(builder: Builder) : RequestObjectSettingsForJava {
    internal val key: Jwk = builder.key

    /** The signature algorithm of requests, or null for one that key and server both support. */
    public val algorithm: JwsAlgorithm? = builder.algorithm

    /** The time for which a request is valid. */
    @get:JvmSynthetic
    public val lifetime: Duration = builder.lifetime

    /** The names of the parameters that are repeated in the URL beside the signed request, in addition to `client_id`. */
    public val repeatedParameters: Set<String> = builder.repeatedParameters.toSet()

    /** True if backchannel authentication requests are signed as well (CIBA Core §7.1.1). */
    public val isBackchannelSigned: Boolean = builder.isBackchannelSigned

    internal val encryption: Encryption? = builder.encryption

    internal data class Encryption(
        val algorithm: JweAlgorithm,
        val encryption: ContentEncryption,
        val key: Jwk?,
    )

    private fun members(): List<Any?> = listOf(key, algorithm, lifetime, repeatedParameters, isBackchannelSigned, encryption)

    override fun equals(other: Any?): Boolean = other is RequestObjectSettings && other.members() == members()

    override fun hashCode(): Int = members().hashCode()

    override fun toString(): String = "RequestObjectSettings(algorithm=$algorithm, lifetime=$lifetime, $REDACTED)"

    /** Makes [RequestObjectSettings]. Not thread-safe. */
    public class Builder internal constructor(
        internal val key: Jwk,
    ) : RequestObjectSettingsBuilderForJava {
        internal var algorithm: JwsAlgorithm? = null
        internal var lifetime: Duration = 10.minutes
        internal var encryption: Encryption? = null
        internal var repeatedParameters: Set<String> = DEFAULT_REPEATED
        internal var isBackchannelSigned: Boolean = true

        /**
         * Sets the signature algorithm of requests (`request_object_signing_alg`,
         * `backchannel_authentication_request_signing_alg`). Default: the algorithm of the key, or the first that key and
         * server both support.
         */
        public fun algorithm(algorithm: JwsAlgorithm): Builder = apply { this.algorithm = algorithm }

        /** Sets the time for which a request is valid: at least a second, at most an hour. Default 10 minutes. */
        @JvmSynthetic
        public fun lifetime(lifetime: Duration): Builder =
            apply {
                require(lifetime in 1.seconds..60.minutes) { "A signed request can be used for a second to an hour." }
                this.lifetime = lifetime
            }

        /**
         * Encrypts the signed request (`request_object_encryption_alg`, `request_object_encryption_enc`) with [key]. Without
         * a key, uses one that the server publishes, or for algorithms with shared keys one that is derived from the client's
         * secret (OpenID Connect Core 1.0 §10.2).
         */
        @JvmOverloads
        public fun encryption(
            algorithm: JweAlgorithm,
            encryption: ContentEncryption = ContentEncryption.A128CBC_HS256,
            key: Jwk? = null,
        ): Builder = apply { this.encryption = Encryption(algorithm, encryption, key) }

        /**
         * Sets the names of the parameters that are repeated in the URL beside the signed request, with the same values, and
         * replaces earlier names. `client_id` is always repeated. Default `response_type` and `scope`: OpenID Connect Core
         * 1.0 §6.1 and FAPI 1.0 Part 2 §5.2.3 require them, and RFC 9101 §5 lets servers ignore them. Without names, the URL
         * contains `client_id` alone. Pushed requests repeat nothing (RFC 9126 §3). Parameters in the URL are not encrypted,
         * even if the request is.
         */
        public fun repeatedParameters(vararg names: String): Builder = apply { repeatedParameters = names.toSet() }

        /**
         * Sends backchannel authentication requests unsigned, to servers that accept no signed ones: those whose metadata
         * have no `backchannel_authentication_request_signing_alg_values_supported` (CIBA Core 1.0 §4).
         */
        public fun unsignedBackchannelRequests(): Builder = apply { isBackchannelSigned = false }

        /** Returns the settings. */
        public fun build(): RequestObjectSettings = RequestObjectSettings(this)

        override fun toString(): String = "RequestObjectSettings.Builder($REDACTED)"
    }

    public companion object {
        internal val DEFAULT_REPEATED: Set<String> = setOf("response_type", "scope")

        /** Returns a builder for requests signed with [key], a private key or a shared secret. */
        @JvmStatic
        public fun builder(key: Jwk): Builder = Builder(key)
    }
}

/** Creates settings for requests signed with [key], a private key or a shared secret. */
@JvmSynthetic
public inline fun RequestObjectSettings(
    key: Jwk,
    configure: RequestObjectSettings.Builder.() -> Unit = {},
): RequestObjectSettings = RequestObjectSettings.builder(key).apply(configure).build()
