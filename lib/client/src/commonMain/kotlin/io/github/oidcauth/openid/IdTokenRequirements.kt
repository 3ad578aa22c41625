package io.github.oidcauth.openid

import io.github.oidcauth.internal.jwt.IdTokenExpectation
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.oauth2.OAuth2Client
import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * What an ID token has to say beyond what every ID token has to, for [OAuth2Client.validateIdToken]. An immutable value;
 * [toString] shows nothing.
 */
public class IdTokenRequirements private constructor(builder: Builder) {
    internal val expectation =
        IdTokenExpectation(
            nonce = builder.nonce,
            maxAge = builder.maxAge?.also { require(!it.isNegative()) { "The age is not negative." } },
            acrValues = builder.acrValues,
            accessToken = builder.accessToken,
            code = builder.code,
            previous = builder.previous?.claims,
            anyNonce = builder.nonce == null && !builder.expectNoNonce,
            hashesRequired = builder.hashesRequired,
            maxIssuedAge = builder.maxIssuedAge?.also { require(it.isPositive()) { "The age is more than zero." } },
        )

    override fun toString(): String = "IdTokenRequirements($REDACTED)"

    /** Makes [IdTokenRequirements]. Not thread-safe. */
    public class Builder internal constructor() {
        internal var nonce: String? = null
        internal var expectNoNonce = false
        internal var acrValues: List<String> = emptyList()
        internal var accessToken: String? = null
        internal var code: String? = null
        internal var previous: IdToken? = null
        internal var hashesRequired = false

        /** How long ago the user may have logged in, or null for any time; not negative. Then `auth_time` has to be there. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var maxAge: Duration? = null

        /** How long ago the token may have been issued, or null for any time; more than zero. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var maxIssuedAge: Duration? = null

        /** The `nonce` that was sent, which the token has to have. Without this and [expectNoNonce] any will do. */
        public fun nonce(nonce: String): Builder = apply { this.nonce = nonce }

        /** The token has no `nonce`, because none was sent. */
        public fun expectNoNonce(): Builder =
            apply {
                nonce = null
                expectNoNonce = true
            }

        /** How long ago the user may have logged in, in seconds; not negative. Then `auth_time` has to be there. */
        public fun maxAgeSeconds(seconds: Long): Builder = apply { maxAge = seconds.seconds }

        /** How long ago the token may have been issued, in seconds; more than zero. */
        public fun maxIssuedAgeSeconds(seconds: Long): Builder = apply { maxIssuedAge = seconds.seconds }

        /** One of [values] the `acr` has to be. */
        public fun acrValues(vararg values: String): Builder = apply { acrValues = values.toList() }

        /** The access token that came along; `at_hash` has to fit it, if there is one. */
        public fun accessToken(accessToken: String): Builder = apply { this.accessToken = accessToken }

        /** The code that came along; `c_hash` has to fit it, if there is one. */
        public fun code(code: String): Builder = apply { this.code = code }

        /**
         * `at_hash` and `c_hash` have to be there for the access token and code that are given here. For tokens that came through
         * the browser (OpenID Connect Core 1.0 §3.2.2.9, §3.3.2.11).
         */
        public fun requireHashes(): Builder = apply { hashesRequired = true }

        /**
         * The ID token that this one takes the place of after a refresh: issuer, subject, audience and login are the same
         * (§12.2).
         */
        public fun previous(idToken: IdToken): Builder = apply { previous = idToken }

        /** The requirements. @throws IllegalArgumentException when an age is negative. */
        public fun build(): IdTokenRequirements = IdTokenRequirements(this)

        override fun toString(): String = "IdTokenRequirements.Builder($REDACTED)"
    }

    public companion object {
        /** What every ID token has to say, and no more. */
        @JvmField
        public val NONE: IdTokenRequirements = Builder().build()

        /** A builder without any requirement. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** `IdTokenRequirements { nonce(…) }`. */
@JvmSynthetic
public inline fun IdTokenRequirements(configure: IdTokenRequirements.Builder.() -> Unit): IdTokenRequirements =
    IdTokenRequirements.builder().apply(configure).build()
