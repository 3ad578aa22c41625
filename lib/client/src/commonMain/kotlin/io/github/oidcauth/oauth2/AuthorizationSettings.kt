// Tested by PushedAuthorizationRequestEndpointTest and RequestObjectFactoryTest.
package io.github.oidcauth.oauth2

import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * Settings for sending authorization requests and protecting their responses, as the client is registered at the server.
 *
 * ```
 * ClientConfig("my-client") { authorization = AuthorizationSettings { pushed() } }
 * ```
 *
 * An immutable value.
 */
public class AuthorizationSettings private constructor(builder: Builder) {
    /** True if [OAuth2Client.prepare] pushes each request (RFC 9126), even if the server does not require it. */
    public val isPushed: Boolean = builder.isPushed

    /**
     * The settings with which [OAuth2Client.prepare] signs each request (RFC 9101), or null if it signs only if the server
     * requires it.
     */
    public val requestObject: RequestObjectSettings? = builder.requestObject

    /** The protection of signed responses (JARM): `authorization_signed_response_alg` and the related members. */
    public val responses: JwtProtection = builder.responses

    /** Returns a builder that starts with these values. */
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
        "AuthorizationSettings(isPushed=$isPushed, requestObject=$requestObject, responses=$responses)"

    /** Makes [AuthorizationSettings]. Not thread-safe. */
    public class Builder internal constructor() {
        internal var isPushed: Boolean = false
        internal var requestObject: RequestObjectSettings? = null
        internal var responses: JwtProtection = JwtProtection.DEFAULT

        /** Pushes each request (RFC 9126), even if the server does not require it. */
        public fun pushed(): Builder = apply { isPushed = true }

        /**
         * Signs each request (RFC 9101), even if the server does not require it. Backchannel authentication requests are
         * signed too (CIBA Core 1.0 §7.1.1).
         */
        public fun requestObject(settings: RequestObjectSettings): Builder = apply { requestObject = settings }

        /**
         * Sets the protection of signed responses (JARM). Default: signed with an algorithm of the server's metadata, or with
         * RS256; encrypted or not.
         */
        public fun responses(protection: JwtProtection): Builder = apply { responses = protection }

        /** Returns the settings. */
        public fun build(): AuthorizationSettings = AuthorizationSettings(this)
    }

    public companion object {
        /** Only what the server requires. */
        @JvmField
        public val DEFAULT: AuthorizationSettings = Builder().build()

        /** Returns a builder that starts with [DEFAULT]. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** Creates [AuthorizationSettings]: `AuthorizationSettings { pushed() }`. */
@JvmSynthetic
public inline fun AuthorizationSettings(configure: AuthorizationSettings.Builder.() -> Unit): AuthorizationSettings =
    AuthorizationSettings.builder().apply(configure).build()
