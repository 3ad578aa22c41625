// Tested by IdTokenValidatorTest and OpenIdSettingsTest.
package io.github.oidcauth.openid

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.JwtProtection
import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days

/**
 * The rules by which a client accepts ID tokens, beyond OpenID Connect Core 1.0 §3.1.3.7: [ClientConfig.idToken]. An
 * immutable value.
 */
public class IdTokenSettings private constructor(builder: Builder) : IdTokenSettingsForJava {
    /**
     * The protection of ID tokens: `id_token_signed_response_alg`, `id_token_encrypted_response_alg` and
     * `id_token_encrypted_response_enc`. Without a setting, `id_token_signing_alg_values_supported` of the server's metadata,
     * else RS256.
     */
    public val protection: JwtProtection = builder.protection

    /** Clients other than this one that `azp` may name, such as the app on a phone whose server this client is. */
    public val authorizedParties: Set<String> = builder.authorizedParties

    /** Audiences other than this client that an ID token may be for: see [Builder.trustedAudiences]. */
    public val trustedAudiences: Set<String> = builder.trustedAudiences

    /** The maximum age of an ID token when it arrives with a token. */
    @get:JvmSynthetic
    public val maxIssuedAge: Duration = builder.maxIssuedAge.also { require(it.isPositive()) { "The age is more than zero." } }

    /** True if ID tokens are returned without validation: see [Builder.skipValidation]. */
    public val isValidationSkipped: Boolean = builder.skipValidation

    /** Returns a builder that starts with these values. */
    public fun newBuilder(): Builder =
        Builder().also {
            it.protection = protection
            it.authorizedParties = authorizedParties
            it.trustedAudiences = trustedAudiences
            it.maxIssuedAge = maxIssuedAge
            it.skipValidation = isValidationSkipped
        }

    private fun values(): List<Any?> = listOf(protection, authorizedParties, trustedAudiences, maxIssuedAge, isValidationSkipped)

    override fun equals(other: Any?): Boolean = other is IdTokenSettings && values() == other.values()

    override fun hashCode(): Int = values().hashCode()

    override fun toString(): String =
        "IdTokenSettings(protection=$protection, authorizedParties=$authorizedParties, " +
            "trustedAudiences=$trustedAudiences, maxIssuedAge=$maxIssuedAge, isValidationSkipped=$isValidationSkipped)"

    /** Makes [IdTokenSettings]. Not thread-safe. */
    public class Builder internal constructor() : IdTokenSettingsBuilderForJava {
        internal var authorizedParties: Set<String> = emptySet()
        internal var trustedAudiences: Set<String> = emptySet()
        internal var skipValidation = false

        /** The protection of ID tokens. Default: by the server's metadata. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var protection: JwtProtection = JwtProtection.DEFAULT

        /** The maximum age of an ID token when it arrives with a token; more than zero. Default one day. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var maxIssuedAge: Duration = 1.days

        /** @see protection */
        public fun protection(protection: JwtProtection): Builder = apply { this.protection = protection }

        /** Sets the protection of ID tokens: `protection { signedResponseAlgorithms(JwsAlgorithm.PS256) }`. */
        @JvmSynthetic
        public fun protection(configure: JwtProtection.Builder.() -> Unit): Builder =
            protection(protection.newBuilder().apply(configure).build())

        /** Sets the clients other than this one that `azp` may name. Default none. */
        public fun authorizedParties(vararg clientIds: String): Builder = apply { authorizedParties = clientIds.toSet() }

        /**
         * Sets the audiences other than this client that an ID token may name without an `azp` (OpenID Connect Core 1.0
         * §3.1.3.7, number 3), such as an API that receives the same ID token. This client must be in the audience in any
         * case, and an `azp` that is present is checked as always. A trusted audience could pass the ID tokens of its users
         * on to this client, so name only parties that you trust not to.
         *
         * Default none: a token that also has other audiences must name this client in `azp`.
         */
        public fun trustedAudiences(vararg audiences: String): Builder = apply { trustedAudiences = audiences.toSet() }

        /**
         * Returns ID tokens as they arrive: signature, issuer, audience and times are not checked, so they may contain
         * anything. For a server whose issuer or keys cannot be known, and a program that does not use its ID tokens.
         */
        @DelicateOidcAuthApi
        public fun skipValidation(): Builder = apply { skipValidation = true }

        /** Returns the settings. @throws IllegalArgumentException if the age is not more than zero. */
        public fun build(): IdTokenSettings = IdTokenSettings(this)
    }

    public companion object {
        /** The rules of the specification, with the algorithms of the server's metadata. */
        @JvmField
        public val DEFAULT: IdTokenSettings = Builder().build()

        /** Returns a builder that starts with [DEFAULT]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** Creates [IdTokenSettings]: `IdTokenSettings { protection { signedResponseAlgorithms(JwsAlgorithm.PS256) } }`. */
@JvmSynthetic
public inline fun IdTokenSettings(configure: IdTokenSettings.Builder.() -> Unit): IdTokenSettings =
    IdTokenSettings.builder().apply(configure).build()
