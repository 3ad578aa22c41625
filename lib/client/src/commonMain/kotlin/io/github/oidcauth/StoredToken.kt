package io.github.oidcauth

import io.github.oidcauth.internal.text.scopeNames
import kotlin.jvm.JvmOverloads
import kotlin.time.Instant

/**
 * What a store keeps under one key, without the secrets: for lists that a user reads.
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
        private val issuerKey = key.issuerKey

        /** The issuer that the token is of, or null when it is of an application with py-oidc-auth. */
        public val issuer: String? = issuerKey?.issuer

        /** The client that the token was issued to, or null as above. */
        public val clientId: String? = issuerKey?.clientId

        /** The APIs that the token was asked for, by names that the issuer knows. */
        public val audiences: List<String> = issuerKey?.audiences.orEmpty()

        /** The APIs that the token was asked for, as absolute URIs (RFC 8707). */
        public val resources: List<String> = issuerKey?.resources.orEmpty()

        /** @see Token.tokenType */
        public val tokenType: String = token.tokenType

        /** @see Token.expiresAt */
        public val expiresAt: Instant? = token.expiresAt

        /** @see Token.refreshExpiresAt */
        public val refreshExpiresAt: Instant? = token.refreshExpiresAt

        /** @see Token.scope */
        public val scope: String? = token.scope

        /** Whether a new access token can be bought without asking the user. */
        public val hasRefreshToken: Boolean = token.refreshToken != null

        /** Whether there is an ID token, validated or not. */
        public val hasIdToken: Boolean = token.idToken != null

        /**
         * Whether the token works after the user's session at the server has ended: `offline_access` was asked for or granted
         * (OpenID Connect Core 1.0 §11), or there is a refresh token and nobody has said what it was asked for.
         */
        public val isOffline: Boolean =
            OFFLINE_ACCESS in issuerKey?.scopes.orEmpty() ||
                OFFLINE_ACCESS in scopeNames(scope) ||
                (hasRefreshToken && issuerKey?.scopes.isNullOrEmpty())

        override fun toString(): String =
            "StoredToken(key=$key, tokenType=$tokenType, expiresAt=$expiresAt, refreshExpiresAt=$refreshExpiresAt, " +
                "scope=$scope, hasRefreshToken=$hasRefreshToken, hasIdToken=$hasIdToken, isOffline=$isOffline, " +
                "storedAt=$storedAt)"

        private companion object {
            const val OFFLINE_ACCESS = "offline_access"
        }
    }
