package io.github.oidcauth

/** What became of a stored token that was to be cleared. An immutable value; no token is in it. */
public class ClearedToken internal constructor(
    /** What was stored. */
    public val entry: StoredToken,
    /** Whether it is no longer stored. */
    public val isRemoved: Boolean,
    /** What the server was told. */
    public val revocation: Revocation,
    /** Why it could not be revoked or removed, or null when nothing failed. */
    public val failure: AuthException? = null,
) {
    override fun toString(): String =
        "ClearedToken(key=${entry.key}, isRemoved=$isRemoved, revocation=$revocation, failure=${failure?.message})"

    /** What a server was told of a token that was to be cleared. */
    public enum class Revocation {
        /** The options did not ask for it. Nothing was sent. */
        NOT_REQUESTED,

        /** The server has revoked the refresh token, or the access token where there is no refresh token (RFC 7009). */
        REVOKED,

        /** The server refused, or no response arrived: then it may have revoked the token all the same. */
        FAILED,

        /** The issuer offers no revocation. */
        UNSUPPORTED,

        /** The token is of an application with py-oidc-auth, which has no way to revoke it. That keeps no entry. */
        NOT_APPLICABLE,
    }
}
