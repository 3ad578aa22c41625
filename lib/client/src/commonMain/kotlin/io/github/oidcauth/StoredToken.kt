package io.github.oidcauth

import kotlin.jvm.JvmOverloads
import kotlin.time.Instant

/**
 * What a store keeps under one key, without the secrets: for lists that a person reads.
 *
 * An immutable value, made by a store of a token that it does not hold on to. No token is in it, so it can be printed.
 */
public class StoredToken
    @JvmOverloads
    constructor(
        /** Under which name the token is kept. */
        public val key: TokenKey,
        token: Token,
        /** When the token was written, or null when the store does not say. */
        public val storedAt: Instant? = null,
    ) {
        /** @see Token.tokenType */
        public val tokenType: String = token.tokenType

        /** @see Token.expiresAt */
        public val expiresAt: Instant? = token.expiresAt

        /** @see Token.refreshExpiresAt */
        public val refreshExpiresAt: Instant? = token.refreshExpiresAt

        /** @see Token.scope */
        public val scope: String? = token.scope

        /** Whether a new access token can be bought without asking the person. */
        public val hasRefreshToken: Boolean = token.refreshToken != null

        /** Whether there is an ID token, validated or not. */
        public val hasIdToken: Boolean = token.idToken != null

        override fun toString(): String =
            "StoredToken(key=$key, tokenType=$tokenType, expiresAt=$expiresAt, refreshExpiresAt=$refreshExpiresAt, " +
                "scope=$scope, hasRefreshToken=$hasRefreshToken, hasIdToken=$hasIdToken, storedAt=$storedAt)"
    }
