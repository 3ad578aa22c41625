package io.github.oidcauth.testing.internal.server

import kotlin.time.Instant

/** What began with one login: every token that came of it, and whether it goes on. Guarded by the [LoginServerCore]. */
internal class Session(
    val clientId: String,
    val scope: String?,
    val subject: String,
    val nonce: String?,
    val authenticatedAt: Instant,
    /** False for the token of a client that acts for itself (RFC 6749 §4.4). */
    val hasUser: Boolean = true,
) {
    var isRevoked = false

    /** Each access token with its end. */
    val accessTokens = HashMap<String, Instant>()

    /** The refresh token that counts, or null. */
    var refreshToken: String? = null
    var refreshExpiresAt: Instant? = null

    /** Those that were used up by rotation. */
    val usedRefreshTokens = HashSet<String>()
}
