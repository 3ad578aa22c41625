package io.github.oidcauth.oauth2

import io.github.oidcauth.Token
import kotlin.jvm.JvmStatic

/** A token together with its kind, as token exchange wants it (RFC 8693 §2.1). An immutable value; `toString` shows no secret. */
public class TypedToken private constructor(
    internal val value: String,
    /** What kind of token it is. */
    public val type: TokenType,
) {
    override fun equals(other: Any?): Boolean = other is TypedToken && other.value == value && other.type == type

    override fun hashCode(): Int = value.hashCode()

    override fun toString(): String = "TypedToken(██, $type)"

    public companion object {
        /** The access token of [token]. */
        @JvmStatic
        public fun accessToken(token: Token): TypedToken = TypedToken(token.accessToken, TokenType.ACCESS_TOKEN)

        /** The refresh token of [token]. @throws IllegalArgumentException when it has none. */
        @JvmStatic
        public fun refreshToken(token: Token): TypedToken =
            TypedToken(requireNotNull(token.refreshToken) { "This token has no refresh token." }, TokenType.REFRESH_TOKEN)

        /** The ID token of [token]. @throws IllegalArgumentException when it has none. */
        @JvmStatic
        public fun idToken(token: Token): TypedToken =
            TypedToken(
                requireNotNull(token.idToken) {
                    "This token has no ID token. Ask for the scope openid."
                },
                TokenType.ID_TOKEN,
            )

        /** Any [value] of a [type]. */
        @JvmStatic
        public fun of(
            value: String,
            type: TokenType,
        ): TypedToken = TypedToken(value, type)

        /** Any [value] of a [type] by its short name or URI: see [TokenType.of]. */
        @JvmStatic
        public fun of(
            value: String,
            type: String,
        ): TypedToken = TypedToken(value, TokenType.of(type))
    }
}
