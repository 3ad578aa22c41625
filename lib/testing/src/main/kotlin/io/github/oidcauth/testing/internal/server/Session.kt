package io.github.oidcauth.testing.internal.server

import kotlin.time.Instant

/** The state of one login: all its tokens, and if it continues. Guarded by the [LoginServerCore]. */
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

    /** Each access token with its expiry. */
    val accessTokens = HashMap<String, Instant>()

    /** The valid refresh token, or null. */
    var refreshToken: String? = null
    var refreshExpiresAt: Instant? = null

    /** The refresh tokens that rotation has used up. */
    val usedRefreshTokens = HashSet<String>()
}
