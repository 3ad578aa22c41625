package io.github.oidcauth.oauth2

import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * What a client accepts as the response of [OAuth2Client.introspect]: [ClientConfig.introspection]. An immutable value.
 *
 * A plain response is worth as much as the connection that it came by. A signed one (RFC 9701) says who vouches for it, to whom and
 * since when, and can be kept as evidence.
 *
 * ```
 * val settings = IntrospectionSettings { requireJwt() }
 * ```
 */
public class IntrospectionSettings private constructor(builder: Builder) {
    /**
     * How the responses are signed and encrypted: `introspection_signed_response_alg`, `introspection_encrypted_response_alg` and
     * `introspection_encrypted_response_enc` (RFC 9701 §6). Without a setting, `introspection_signing_alg_values_supported` of the
     * server's metadata, else RS256.
     */
    public val protection: JwtProtection = builder.protection

    /**
     * Whether a JWT is asked for, and anything else is refused: because [Builder.requireJwt] says so, or because [protection] names
     * algorithms of signatures or requires encryption. Without it JSON is asked for; a JWT that comes all the same is validated like
     * one that was asked for.
     */
    public val isJwtRequired: Boolean =
        builder.jwtRequired || protection.signedResponseAlgorithms != null || protection.isEncryptionRequired

    /** What the server calls this client in the response's `aud`, or null for its [ClientConfig.clientId]. */
    public val audience: String? = builder.audience

    /** A builder that starts with these values. */
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

        /** How the responses are signed and encrypted. Default by the server's metadata. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var protection: JwtProtection = JwtProtection.DEFAULT

        /** @see protection */
        public fun protection(protection: JwtProtection): Builder = apply { this.protection = protection }

        /** How the responses are signed and encrypted: `protection { signedResponseAlgorithms(JwsAlgorithm.PS256) }`. */
        @JvmSynthetic
        public fun protection(configure: JwtProtection.Builder.() -> Unit): Builder =
            protection(protection.newBuilder().apply(configure).build())

        /** Asks for a signed response, and refuses any other. */
        public fun requireJwt(): Builder = apply { jwtRequired = true }

        /** What the server calls this client in `aud`, such as the URL of an API. Default its client id. */
        public fun audience(audience: String): Builder = apply { this.audience = audience }

        /** The settings. */
        public fun build(): IntrospectionSettings = IntrospectionSettings(this)
    }

    public companion object {
        /** JSON, or a JWT as the server's metadata offer it. */
        @JvmField
        public val DEFAULT: IntrospectionSettings = Builder().build()

        /** A builder that starts with [DEFAULT]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** `IntrospectionSettings { requireJwt() }`. */
@JvmSynthetic
public inline fun IntrospectionSettings(configure: IntrospectionSettings.Builder.() -> Unit): IntrospectionSettings =
    IntrospectionSettings.builder().apply(configure).build()
