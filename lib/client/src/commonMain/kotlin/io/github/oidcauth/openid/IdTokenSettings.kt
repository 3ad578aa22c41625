package io.github.oidcauth.openid

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.JwtProtection
import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.seconds

/**
 * What a client accepts as an ID token beyond what OpenID Connect Core 1.0 §3.1.3.7 says: [ClientConfig.idToken]. An immutable
 * value.
 */
public class IdTokenSettings private constructor(builder: Builder) {
    /**
     * How ID tokens are signed and encrypted: `id_token_signed_response_alg`, `id_token_encrypted_response_alg` and
     * `id_token_encrypted_response_enc`. Without a setting, `id_token_signing_alg_values_supported` of the server's metadata,
     * else RS256.
     */
    public val protection: JwtProtection = builder.protection

    /** Clients other than this one that `azp` may name, such as the app on a phone whose server this client is. */
    public val authorizedParties: Set<String> = builder.authorizedParties

    /** Audiences beside this client that an ID token may be for: see [Builder.trustedAudiences]. */
    public val trustedAudiences: Set<String> = builder.trustedAudiences

    /** How long ago an ID token may have been issued that arrives with a token. */
    @get:JvmSynthetic
    public val maxIssuedAge: Duration = builder.maxIssuedAge.also { require(it.isPositive()) { "The age is more than zero." } }

    /** Whether ID tokens that arrive are handed out without a look at them: see [Builder.skipValidation]. */
    public val isValidationSkipped: Boolean = builder.skipValidation

    /** A builder that starts with these values. */
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
            "trustedAudiences=$trustedAudiences, maxIssuedAge=$maxIssuedAge, isUnvalidated=$isValidationSkipped)"

    /** Makes [IdTokenSettings]. Not thread-safe. */
    public class Builder internal constructor() {
        internal var authorizedParties: Set<String> = emptySet()
        internal var trustedAudiences: Set<String> = emptySet()
        internal var skipValidation = false

        /** How ID tokens are signed and encrypted. Default by the server's metadata. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var protection: JwtProtection = JwtProtection.DEFAULT

        /** How long ago an ID token may have been issued that arrives with a token; more than zero. Default one day. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var maxIssuedAge: Duration = 1.days

        /** @see protection */
        public fun protection(protection: JwtProtection): Builder = apply { this.protection = protection }

        /** How ID tokens are signed and encrypted: `protection { signedResponseAlgorithms(JwsAlgorithm.PS256) }`. */
        @JvmSynthetic
        public fun protection(configure: JwtProtection.Builder.() -> Unit): Builder =
            protection(protection.newBuilder().apply(configure).build())

        /** Clients other than this one that `azp` may name. Default none. */
        public fun authorizedParties(vararg clientIds: String): Builder = apply { authorizedParties = clientIds.toSet() }

        /**
         * Audiences beside this client that an ID token may name without saying in `azp` to whom it was issued (OpenID Connect
         * Core 1.0 §3.1.3.7, number 3), such as an API that gets the same ID token. This client is in the audience in any case,
         * and an `azp` that is there counts as ever. A named audience could pass the ID tokens of its users on to this client,
         * so name only those that you trust not to.
         *
         * Default none: a token for others too has to say in `azp` that it was issued to this client.
         */
        public fun trustedAudiences(vararg audiences: String): Builder = apply { trustedAudiences = audiences.toSet() }

        /** How long ago an ID token may have been issued that arrives with a token, in seconds; more than zero. */
        public fun maxIssuedAgeSeconds(seconds: Long): Builder = apply { maxIssuedAge = seconds.seconds }

        /**
         * Hands out ID tokens that arrive as they are: nobody has looked at signature, issuer, audience or time, so anything may
         * be in them. For a server whose issuer or keys cannot be known, and a program that makes no use of its ID tokens.
         */
        @DelicateOidcAuthApi
        public fun skipValidation(): Builder = apply { skipValidation = true }

        /** The settings. @throws IllegalArgumentException when the age is not more than zero. */
        public fun build(): IdTokenSettings = IdTokenSettings(this)
    }

    public companion object {
        /** What the specification says, with the algorithms of the server's metadata. */
        @JvmField
        public val DEFAULT: IdTokenSettings = Builder().build()

        /** A builder that starts with [DEFAULT]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** `IdTokenSettings { protection { signedResponseAlgorithms(JwsAlgorithm.PS256) } }`. */
@JvmSynthetic
public inline fun IdTokenSettings(configure: IdTokenSettings.Builder.() -> Unit): IdTokenSettings =
    IdTokenSettings.builder().apply(configure).build()
