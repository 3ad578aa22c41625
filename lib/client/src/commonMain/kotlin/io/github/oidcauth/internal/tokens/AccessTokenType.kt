package io.github.oidcauth.internal.tokens

/** How an access token is presented (RFC 6749 §7.1). As an authentication scheme and as a `token_type` it has the same name, in any case. */
internal enum class AccessTokenType(
    val wireName: String,
) {
    /** RFC 6750 §6.1.1. */
    BEARER("Bearer"),

    /** RFC 9449 §5. */
    DPOP("DPoP"),

    /** Not an access token but something else that was bought by token exchange: not to be presented at all (RFC 8693 §2.2.1). */
    NOT_APPLICABLE("N_A"),
    ;

    companion object {
        /** The type that is called [name], in any case, or null. */
        fun find(name: String): AccessTokenType? = entries.find { it.wireName.equals(name, ignoreCase = true) }
    }
}
