package io.github.oidcauth

/**
 * Thrown when a login or refresh for one account has returned the token of another user. Nothing of it was stored, and nothing that
 * was stored before has been replaced. The access token of the other user stays valid at the server until it expires.
 *
 * See `Config.account` for the rules.
 */
public class WrongAccountException(
    message: String,
    /** The account that a token was requested for. */
    public val account: String,
    /** The name of the user who has logged in, as the server calls them, in printable characters. */
    public val actualUser: String,
) : AuthException(message)
