// Tested by TokenManagerTest.
package io.github.oidcauth

import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.scopeNames
import io.github.oidcauth.internal.tokens.UserNames
import kotlin.jvm.JvmSynthetic
import kotlin.time.Instant

/**
 * The metadata of a stored token, without its secrets: for lists that a user reads.
 *
 * An immutable value. It does not keep the token that it was made from, so it can be printed.
 */
public class StoredToken
    internal constructor(
        /** The time at which the token was written, or null if the store does not tell. */
        @get:JvmSynthetic
        public val storedAt: Instant?,
        /** The key under which the token is stored. */
        public val key: TokenKey,
        token: Token,
    ) : StoredTokenForJava() {
        /** Describes [token], which a store that does not tell the time of writing has under [key]. */
        public constructor(key: TokenKey, token: Token) : this(storedAt = null, key, token)

        private val issuerKey = key.issuerKey

        /** The account of the [key], if the user has several at this server and named one ([Config.account]), else null. */
        public val account: String? = issuerKey?.account ?: key.applicationKey?.account

        /** The identifier of the user at the server: `sub` of the ID token, or null if there is no ID token. */
        public val subject: String?

        /**
         * A name of the user for people: `preferred_username`, `email`, `upn` or `sub` of the ID token, the first that is there, in
         * printable characters; null without an ID token. Several users may have the same name: [subject] identifies them.
         */
        public val userName: String?

        init {
            val claims = token.idTokenClaims
            subject = claims?.string("sub")
            userName = claims?.let(UserNames::shown)
        }

        /** The issuer of the token, or null if the token comes from an application with py-oidc-auth. */
        public val issuer: String? = issuerKey?.issuer

        /** The client that the token was issued to, or null as above. */
        public val clientId: String? = issuerKey?.clientId

        /** The scopes that the token was requested with at an issuer; [scope] are those that were granted. Empty for the default. */
        public val requestedScopes: List<String> = issuerKey?.scopes.orEmpty()

        /** The APIs that the token was requested for, by names that the issuer knows. */
        public val audiences: List<String> = issuerKey?.audiences.orEmpty()

        /** The APIs that the token was requested for, as absolute URIs (RFC 8707). */
        public val resources: List<String> = issuerKey?.resources.orEmpty()

        /** @see Token.tokenType */
        public val tokenType: String = token.tokenType

        /** @see Token.expiresAt */
        @get:JvmSynthetic
        public val expiresAt: Instant? = token.expiresAt

        /** @see Token.refreshExpiresAt */
        @get:JvmSynthetic
        public val refreshExpiresAt: Instant? = token.refreshExpiresAt

        /** @see Token.scope */
        public val scope: String? = token.scope

        /** True if a new access token can be obtained without asking the user. */
        public val hasRefreshToken: Boolean = token.refreshToken != null

        /** True if there is an ID token, validated or not. */
        public val hasIdToken: Boolean = token.idToken != null

        /**
         * True if the token stays valid after the user's session at the server has ended: `offline_access` was requested or
         * granted (OpenID Connect Core 1.0 §11), or there is a refresh token and the requested scope is not known.
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

/** Describes [token], which is stored under [key] since [storedAt]; null if the store does not tell. */
@JvmSynthetic
public fun StoredToken(
    key: TokenKey,
    token: Token,
    storedAt: Instant?,
): StoredToken = StoredToken(storedAt, key, token)
