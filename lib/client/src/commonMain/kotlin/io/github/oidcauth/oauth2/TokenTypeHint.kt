package io.github.oidcauth.oauth2

/** The type of token that a server should look for first when it revokes or describes one (RFC 7009 §2.1, RFC 7662 §2.1). */
public enum class TokenTypeHint(
    internal val wireName: String,
) {
    /** An access token. */
    ACCESS_TOKEN("access_token"),

    /** A refresh token. */
    REFRESH_TOKEN("refresh_token"),
}
