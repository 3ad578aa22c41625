package io.github.oidcauth.internal.tokens

/**
 * The type of an access token, by which it is presented (RFC 6749 §7.1). Its name is the same as an authentication scheme and as
 * a `token_type`; case is ignored.
 */
internal enum class AccessTokenType(
    val wireName: String,
) {
    /** The type of RFC 6750 §6.1.1. */
    BEARER("Bearer"),

    /** The type of RFC 9449 §5. */
    DPOP("DPoP"),

    /** Another kind of token, issued by token exchange. It must not be presented (RFC 8693 §2.2.1). */
    NOT_APPLICABLE("N_A"),
    ;

    companion object {
        /** Returns the type named [name], ignoring case, or null. */
        fun find(name: String): AccessTokenType? = entries.find { it.wireName.equals(name, ignoreCase = true) }
    }
}
