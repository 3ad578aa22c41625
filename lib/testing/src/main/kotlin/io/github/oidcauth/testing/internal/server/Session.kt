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
    /** The APIs that its tokens are for, as they were asked for. */
    val audience: List<String> = emptyList(),
    /** The session whose token was exchanged for this one (RFC 8693), or null. This one ends with it. */
    private val origin: Session? = null,
    /** The party that acts for the subject (RFC 8693 §4.1), or null. */
    val actor: Session? = null,
) {
    /** True for a login of a user, and not for tokens that were made of those of another session. */
    val isLogin: Boolean get() = hasUser && origin == null

    var isRevoked = false
        get() = field || origin?.isRevoked == true

    /** Each access token with its expiry. */
    val accessTokens = HashMap<String, Instant>()

    /** Each ID token with its expiry. */
    val idTokens = HashMap<String, Instant>()

    /** The valid refresh token, or null. */
    var refreshToken: String? = null
    var refreshExpiresAt: Instant? = null

    /** The refresh tokens that rotation has used up. */
    val usedRefreshTokens = HashSet<String>()
}
