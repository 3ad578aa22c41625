package io.github.oidcauth.oauth2

import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * How authorization requests get to the server, and how its responses are protected, as the client is registered there.
 *
 * ```
 * ClientConfig("my-client") { authorization = AuthorizationSettings { pushed() } }
 * ```
 *
 * An immutable value.
 */
public class AuthorizationSettings private constructor(builder: Builder) {
    /** Whether [OAuth2Client.prepare] pushes each request (RFC 9126), and not only where the server requires it. */
    public val isPushed: Boolean = builder.isPushed

    /** How [OAuth2Client.prepare] signs each request (RFC 9101), or null when it signs only where the server requires it. */
    public val requestObject: RequestObjectSettings? = builder.requestObject

    /** How signed responses (JARM) are signed and encrypted: `authorization_signed_response_alg` and its kin. */
    public val responses: JwtProtection = builder.responses

    /** A builder that starts with these values. */
    public fun newBuilder(): Builder =
        Builder().also {
            it.isPushed = isPushed
            it.requestObject = requestObject
            it.responses = responses
        }

    private fun members(): List<Any?> = listOf(isPushed, requestObject, responses)

    override fun equals(other: Any?): Boolean = other is AuthorizationSettings && other.members() == members()

    override fun hashCode(): Int = members().hashCode()

    override fun toString(): String =
        "AuthorizationSettings(isPushed=$isPushed, requestObject=$requestObject, responds=$responses)"

    /** Makes [AuthorizationSettings]. Not thread-safe. */
    public class Builder internal constructor() {
        internal var isPushed: Boolean = false
        internal var requestObject: RequestObjectSettings? = null
        internal var responses: JwtProtection = JwtProtection.DEFAULT

        /** Pushes each request (RFC 9126), and not only where the server requires it. */
        public fun pushed(): Builder = apply { isPushed = true }

        /**
         * Signs each request (RFC 9101), and not only where the server requires it. Backchannel authentication requests are
         * signed, too (CIBA Core 1.0 §7.1.1).
         */
        public fun requestObject(settings: RequestObjectSettings): Builder = apply { requestObject = settings }

        /**
         * How signed responses (JARM) are signed and encrypted. Default: as the server's metadata offer, or else with RS256;
         * encrypted or not.
         */
        public fun responses(protection: JwtProtection): Builder = apply { responses = protection }

        /** The settings. */
        public fun build(): AuthorizationSettings = AuthorizationSettings(this)
    }

    public companion object {
        /** What the server requires, and nothing more. */
        @JvmField
        public val DEFAULT: AuthorizationSettings = Builder().build()

        /** A builder that starts with [DEFAULT]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** `AuthorizationSettings { pushed() }`. */
@JvmSynthetic
public inline fun AuthorizationSettings(configure: AuthorizationSettings.Builder.() -> Unit): AuthorizationSettings =
    AuthorizationSettings.builder().apply(configure).build()
