package io.github.oidcauth.testing.internal.server

import kotlin.time.Instant

/** The content of a token response. */
internal class IssuedTokens(
    val accessToken: String,
    val issuedAt: Instant,
    val expiresAt: Instant,
    val refreshToken: String?,
    val refreshExpiresAt: Instant?,
    val scope: String?,
    val idToken: String?,
)
