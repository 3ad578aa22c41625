package io.github.oidcauth

/** The outcome of clearing one stored token. An immutable value without the token itself. */
public class ClearedToken internal constructor(
    /** The entry as it was stored. */
    public val entry: StoredToken,
    /** True if the entry is no longer stored. */
    public val isRemoved: Boolean,
    /** The result of the revocation at the server. */
    public val revocation: Revocation,
    /** The reason why the token could not be revoked or removed, or null if nothing failed. */
    public val failure: AuthException? = null,
) {
    override fun toString(): String =
        "ClearedToken(key=${entry.key}, isRemoved=$isRemoved, revocation=$revocation, failure=${failure?.message})"

    /** The result of a revocation at the server. */
    public enum class Revocation {
        /** The options did not request it. Nothing was sent. */
        NOT_REQUESTED,

        /** The server has revoked the refresh token, or the access token where there is no refresh token (RFC 7009). */
        REVOKED,

        /** The server refused, or no response arrived. If none arrived, the server may have revoked the token all the same. */
        FAILED,

        /** The issuer offers no revocation. */
        UNSUPPORTED,

        /**
         * The token comes from an application with py-oidc-auth, which cannot revoke tokens. The entry is removed all the
         * same.
         */
        NOT_APPLICABLE,
    }
}
