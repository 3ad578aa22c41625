package io.github.oidcauth.cli

/** The form in which a token is printed. */
internal enum class TokenForm {
    SUMMARY,
    JSON,

    /** The access token alone. */
    BARE,

    /** The header that presents the access token. */
    HEADER,

    /** The ID token alone. */
    ID_TOKEN,
}
