// Tested by IdTokenValidatorTest.
package io.github.oidcauth.openid

import io.github.oidcauth.internal.jwt.IdTokenExpectation
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.oauth2.OAuth2Client
import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration

/**
 * The requirements for an ID token beyond those for every ID token, for [OAuth2Client.validateIdToken]. An immutable value;
 * [toString] shows nothing.
 */
public class IdTokenRequirements private constructor(
    internal val expectation: IdTokenExpectation,
) {
    private constructor(builder: Builder) : this(
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
        ),
    )

    /** Returns these requirements with [accessToken] as the one that was issued with the ID token, unless they name one. */
    internal fun withAccessToken(accessToken: String): IdTokenRequirements =
        IdTokenRequirements(expectation.withAccessToken(accessToken))

    override fun toString(): String = "IdTokenRequirements($REDACTED)"

    /** Makes [IdTokenRequirements]. Not thread-safe. */
    public class Builder internal constructor() : IdTokenRequirementsBuilderForJava {
        internal var nonce: String? = null
        internal var expectNoNonce = false
        internal var acrValues: List<String> = emptyList()
        internal var accessToken: String? = null
        internal var code: String? = null
        internal var previous: IdToken? = null
        internal var hashesRequired = false

        /** The maximum age of the login, or null for any; not negative. If set, `auth_time` is required. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var maxAge: Duration? = null

        /** The maximum age of the token, or null for any; more than zero. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var maxIssuedAge: Duration? = null

        /** Requires the `nonce` that was sent. Without this and [expectNoNonce], any nonce is accepted. */
        public fun nonce(nonce: String): Builder = apply { this.nonce = nonce }

        /** Requires a token without `nonce`, because none was sent. */
        public fun expectNoNonce(): Builder =
            apply {
                nonce = null
                expectNoNonce = true
            }

        /** Requires that `acr` is one of [values]. */
        public fun acrValues(vararg values: String): Builder = apply { acrValues = values.toList() }

        /** Sets the access token that was issued with the ID token; `at_hash` must fit it, if present. */
        public fun accessToken(accessToken: String): Builder = apply { this.accessToken = accessToken }

        /** Sets the code that was issued with the ID token; `c_hash` must fit it, if present. */
        public fun code(code: String): Builder = apply { this.code = code }

        /**
         * Requires `at_hash` and `c_hash` for the access token and code that are set here. For tokens that came through the
         * browser (OpenID Connect Core 1.0 §3.2.2.9, §3.3.2.11).
         */
        public fun requireHashes(): Builder = apply { hashesRequired = true }

        /**
         * Sets the ID token that this one replaces after a refresh: issuer, subject, audience and login must be the same
         * (§12.2).
         */
        public fun previous(idToken: IdToken): Builder = apply { previous = idToken }

        /** Returns the requirements. @throws IllegalArgumentException if an age is negative. */
        public fun build(): IdTokenRequirements = IdTokenRequirements(this)

        override fun toString(): String = "IdTokenRequirements.Builder($REDACTED)"
    }

    public companion object {
        /** The requirements for every ID token, and no more. */
        @JvmField
        public val NONE: IdTokenRequirements = Builder().build()

        /** Returns a builder without any requirement. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/** Creates [IdTokenRequirements]: `IdTokenRequirements { nonce(…) }`. */
@JvmSynthetic
public inline fun IdTokenRequirements(configure: IdTokenRequirements.Builder.() -> Unit): IdTokenRequirements =
    IdTokenRequirements.builder().apply(configure).build()
