package io.github.oidcauth.testing.internal.server

import kotlin.time.Instant

/** The content of a token response. */
internal class IssuedTokens(
    val accessToken: String,
    val issuedAt: Instant,
    /** The expiry of [accessToken], or null if it has none, as a refresh token in its place may have. */
    val expiresAt: Instant?,
    val scope: String?,
    val refreshToken: String? = null,
    val refreshExpiresAt: Instant? = null,
    val idToken: String? = null,
)
