// Tested by TokenResponseReaderTest and TokenLifetimeTest.
package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.tokens.AccessTokenType
import kotlin.jvm.JvmField
import kotlin.jvm.JvmName
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration

/**
 * Deviations from RFC 6749 §5.1 that a client allows in the responses of a token endpoint: [ClientConfig.tokenResponse]. An
 * immutable value.
 *
 * By default a response whose `token_type` is missing or unknown is refused, because it is unknown how to present such a
 * token (§7.1). A new refresh token in it is kept all the same ([io.github.oidcauth.UnverifiedRefreshException]).
 *
 * ```
 * val settings = TokenResponseSettings { missingTypeMeansBearer() }
 * ```
 */
public class TokenResponseSettings private constructor(builder: Builder) : TokenResponseSettingsForJava {
    /** True if a response without a usable `token_type` contains a bearer token. */
    @get:JvmName("isMissingTypeBearer")
    public val isMissingTypeBearer: Boolean = builder.missingTypeBearer

    /** The values of `token_type` that mean `Bearer` at this server, compared without regard to case. */
    public val bearerTypes: Set<String> = builder.bearerTypes.toSet()

    /**
     * The lifetime of an access token if nothing else gives it: neither the response, nor the `exp` of an access token that
     * is a JWT, nor the lifetime of the token that was refreshed. If null, such a token is used until it is rejected. More
     * than zero.
     */
    @get:JvmSynthetic
    public val defaultLifetime: Duration? = builder.defaultLifetime

    internal fun meansBearer(type: String): Boolean = bearerTypes.any { it.equals(type, ignoreCase = true) }

    /** Returns a builder that starts with these values. */
    public fun newBuilder(): Builder =
        Builder().also {
            it.missingTypeBearer = isMissingTypeBearer
            it.bearerTypes += bearerTypes
            it.defaultLifetime = defaultLifetime
        }

    private fun values(): List<Any?> = listOf(isMissingTypeBearer, bearerTypes, defaultLifetime)

    override fun equals(other: Any?): Boolean = other is TokenResponseSettings && values() == other.values()

    override fun hashCode(): Int = values().hashCode()

    override fun toString(): String =
        "TokenResponseSettings(isMissingTypeBearer=$isMissingTypeBearer, bearerTypes=$bearerTypes, " +
            "defaultLifetime=$defaultLifetime)"

    /** Makes [TokenResponseSettings]. Not thread-safe. */
    public class Builder internal constructor() : TokenResponseSettingsBuilderForJava {
        internal var missingTypeBearer = false
        internal val bearerTypes = mutableSetOf<String>()

        /** The lifetime of an access token if nothing else gives it; more than zero. Default none. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var defaultLifetime: Duration? = null

        /** Treats a response without a usable `token_type` as one with a bearer token. Shopify and LinkedIn need this. */
        public fun missingTypeMeansBearer(): Builder = apply { missingTypeBearer = true }

        /**
         * Treats the values [names] of `token_type` as `Bearer`, for example `BearerToken` of Apigee.
         *
         * @throws IllegalArgumentException if one is empty, or a type with a meaning of its own: `DPoP`, `N_A`.
         */
        public fun meansBearer(vararg names: String): Builder =
            apply {
                names.forEach { name ->
                    val type = AccessTokenType.find(name)
                    val isFree = name.isNotEmpty() && (type == null || type == AccessTokenType.BEARER)
                    require(isFree) { "The token type '$name' cannot mean Bearer." }
                    bearerTypes += name
                }
            }

        /**
         * Returns the settings.
         *
         * @throws IllegalArgumentException if the default lifetime is not more than zero.
         */
        public fun build(): TokenResponseSettings {
            require(defaultLifetime?.isPositive() != false) { "The default lifetime of an access token must be more than zero." }
            return TokenResponseSettings(this)
        }
    }

    public companion object {
        /** Allows no deviation. */
        @JvmField
        public val DEFAULT: TokenResponseSettings = Builder().build()

        /** Returns a builder that starts with [DEFAULT]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** Creates [TokenResponseSettings]: `TokenResponseSettings { missingTypeMeansBearer() }`. */
@JvmSynthetic
public inline fun TokenResponseSettings(configure: TokenResponseSettings.Builder.() -> Unit): TokenResponseSettings =
    TokenResponseSettings.builder().apply(configure).build()
