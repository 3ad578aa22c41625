package io.github.oidcauth.oauth2

import io.github.oidcauth.Token
import kotlin.jvm.JvmStatic

/** A token with its type, for token exchange (RFC 8693 §2.1). An immutable value; `toString` shows no secret. */
public class TypedToken private constructor(
    internal val value: String,
    /** The type of the token. */
    public val type: TokenType,
) {
    override fun equals(other: Any?): Boolean = other is TypedToken && other.value == value && other.type == type

    override fun hashCode(): Int = value.hashCode()

    override fun toString(): String = "TypedToken(██, $type)"

    public companion object {
        /** Returns the access token of [token]. */
        @JvmStatic
        public fun accessToken(token: Token): TypedToken = accessToken(token.accessToken)

        /** Returns the access token [value]. */
        @JvmStatic
        public fun accessToken(value: String): TypedToken = TypedToken(value, TokenType.ACCESS_TOKEN)

        /** Returns the refresh token of [token]. @throws IllegalArgumentException if it has none. */
        @JvmStatic
        public fun refreshToken(token: Token): TypedToken =
            refreshToken(requireNotNull(token.refreshToken) { "This token has no refresh token." })

        /** Returns the refresh token [value]. */
        @JvmStatic
        public fun refreshToken(value: String): TypedToken = TypedToken(value, TokenType.REFRESH_TOKEN)

        /** Returns the ID token of [token]. @throws IllegalArgumentException if it has none. */
        @JvmStatic
        public fun idToken(token: Token): TypedToken =
            idToken(requireNotNull(token.idToken) { "This token has no ID token. Request the scope openid." })

        /** Returns the ID token [value], in encoded form. */
        @JvmStatic
        public fun idToken(value: String): TypedToken = TypedToken(value, TokenType.ID_TOKEN)

        /** Returns any [value] with its [type]. */
        @JvmStatic
        public fun of(
            value: String,
            type: TokenType,
        ): TypedToken = TypedToken(value, type)

        /** Returns any [value] with its [type], given by its short name or URI: see [TokenType.of]. */
        @JvmStatic
        public fun of(
            value: String,
            type: String,
        ): TypedToken = TypedToken(value, TokenType.of(type))
    }
}
