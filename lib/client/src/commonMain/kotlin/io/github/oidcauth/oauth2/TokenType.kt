package io.github.oidcauth.oauth2

import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic

/** The type of a token in token exchange (RFC 8693 §3). An immutable value. */
public class TokenType private constructor(
    /** The type as a URI. */
    public val uri: String,
) {
    override fun equals(other: Any?): Boolean = other is TokenType && other.uri == uri

    override fun hashCode(): Int = uri.hashCode()

    override fun toString(): String = uri

    public companion object {
        private const val PREFIX = "urn:ietf:params:oauth:token-type:"
        private val SHORT = setOf("access_token", "refresh_token", "id_token", "saml1", "saml2", "jwt")

        /** An OAuth access token. */
        @JvmField
        public val ACCESS_TOKEN: TokenType = TokenType(PREFIX + "access_token")

        /** An OAuth refresh token. */
        @JvmField
        public val REFRESH_TOKEN: TokenType = TokenType(PREFIX + "refresh_token")

        /** An OpenID Connect ID token. */
        @JvmField
        public val ID_TOKEN: TokenType = TokenType(PREFIX + "id_token")

        /** A SAML 1.1 assertion, base64url-encoded. */
        @JvmField
        public val SAML1: TokenType = TokenType(PREFIX + "saml1")

        /** A SAML 2.0 assertion, base64url-encoded. */
        @JvmField
        public val SAML2: TokenType = TokenType(PREFIX + "saml2")

        /** A JWT of any kind. */
        @JvmField
        public val JWT: TokenType = TokenType(PREFIX + "jwt")

        /**
         * Returns the type with the name [name]: one of the specification's short names, `access_token`, `refresh_token`,
         * `id_token`, `saml1`, `saml2`, `jwt`, or a whole URI.
         *
         * @throws IllegalArgumentException if it is neither.
         */
        @JvmStatic
        public fun of(name: String): TokenType {
            if (name in SHORT) return TokenType(PREFIX + name)
            require(':' in name) { "A token type is a URI or one of ${SHORT.joinToString()}, not '$name'." }
            return TokenType(name)
        }
    }
}
