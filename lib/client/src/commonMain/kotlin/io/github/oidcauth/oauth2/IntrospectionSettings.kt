// Tested by SignedIntrospectionTest.
package io.github.oidcauth.oauth2

import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * The responses that a client accepts from [OAuth2Client.introspect]: [ClientConfig.introspection]. An immutable value.
 *
 * A plain response is as trustworthy as the connection that it came by. A signed one (RFC 9701) names its issuer, its
 * recipient and its time, and can be kept as evidence.
 *
 * ```
 * val settings = IntrospectionSettings { requireJwt() }
 * ```
 */
public class IntrospectionSettings private constructor(builder: Builder) {
    /**
     * The protection of the responses: `introspection_signed_response_alg`, `introspection_encrypted_response_alg` and
     * `introspection_encrypted_response_enc` (RFC 9701 §6). Without a setting, `introspection_signing_alg_values_supported`
     * of the server's metadata, else RS256.
     */
    public val protection: JwtProtection = builder.protection

    /**
     * True if a JWT is requested and everything else is refused: because of [Builder.requireJwt], or because [protection]
     * names signature algorithms or requires encryption. If false, JSON is requested; a JWT that arrives all the same is
     * validated in the same way.
     */
    public val isJwtRequired: Boolean =
        builder.jwtRequired || protection.signedResponseAlgorithms != null || protection.isEncryptionRequired

    /** The name by which the server calls this client in the `aud` of the response, or null for its [ClientConfig.clientId]. */
    public val audience: String? = builder.audience

    /** Returns a builder that starts with these values. */
    public fun newBuilder(): Builder =
        Builder().also {
            it.protection = protection
            it.jwtRequired = isJwtRequired
            it.audience = audience
        }

    private fun values(): List<Any?> = listOf(protection, isJwtRequired, audience)

    override fun equals(other: Any?): Boolean = other is IntrospectionSettings && values() == other.values()

    override fun hashCode(): Int = values().hashCode()

    override fun toString(): String =
        "IntrospectionSettings(protection=$protection, isJwtRequired=$isJwtRequired, audience=$audience)"

    /** Makes [IntrospectionSettings]. Not thread-safe. */
    public class Builder internal constructor() {
        internal var jwtRequired = false
        internal var audience: String? = null

        /** The protection of the responses. Default: by the server's metadata. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var protection: JwtProtection = JwtProtection.DEFAULT

        /** @see protection */
        public fun protection(protection: JwtProtection): Builder = apply { this.protection = protection }

        /** Sets the protection of the responses: `protection { signedResponseAlgorithms(JwsAlgorithm.PS256) }`. */
        @JvmSynthetic
        public fun protection(configure: JwtProtection.Builder.() -> Unit): Builder =
            protection(protection.newBuilder().apply(configure).build())

        /** Requests a signed response, and refuses any other. */
        public fun requireJwt(): Builder = apply { jwtRequired = true }

        /** Sets the name by which the server calls this client in `aud`, such as the URL of an API. Default: its client id. */
        public fun audience(audience: String): Builder = apply { this.audience = audience }

        /** Returns the settings. */
        public fun build(): IntrospectionSettings = IntrospectionSettings(this)
    }

    public companion object {
        /** JSON, or a JWT if the server's metadata name one. */
        @JvmField
        public val DEFAULT: IntrospectionSettings = Builder().build()

        /** Returns a builder that starts with [DEFAULT]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** Creates [IntrospectionSettings]: `IntrospectionSettings { requireJwt() }`. */
@JvmSynthetic
public inline fun IntrospectionSettings(configure: IntrospectionSettings.Builder.() -> Unit): IntrospectionSettings =
    IntrospectionSettings.builder().apply(configure).build()
