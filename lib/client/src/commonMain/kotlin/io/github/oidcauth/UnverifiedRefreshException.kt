package io.github.oidcauth

import io.github.oidcauth.oauth2.DPoPKey
import kotlin.jvm.JvmSynthetic
import kotlin.time.Instant

/**
 * Thrown when the server has refreshed a token and rotated its refresh token, but nothing else of the response can be used:
 * the ID token could not be verified as the server's keys were out of reach or this machine's clock is wrong, the access
 * token is missing, its type is not one that the client takes, or it is not bound to the client's key. So the new access
 * token is not handed out; [cause] says why.
 *
 * The previous refresh token is used up, and [refreshToken] replaces it: store it, and refresh with it later
 * ([io.github.oidcauth.oauth2.RefreshTokenGrant]). Nothing in the response shows that it belongs to another user. If
 * something does, for example another subject or a wrong signature, an [InvalidResponseException] is thrown instead, and
 * nothing of the response may be used.
 *
 * `authenticate` and the flows keep it by themselves where the store has the token that was refreshed, and throw the [cause].
 */
public class UnverifiedRefreshException internal constructor(
    /** The refresh token that the server will accept next. A secret. */
    public val refreshToken: String,
    /** The time at which [refreshToken] expires, or null if it is not known. */
    @get:JvmSynthetic
    public val refreshExpiresAt: Instant?,
    /** The key that [refreshToken] is bound to (RFC 9449 §5), or null. A secret. */
    public val dpopKey: DPoPKey?,
    /** The reason why the response could not be used. */
    override val cause: AuthException,
) : AuthException(
        "${cause.message} The token was refreshed all the same: its refresh token has been replaced by a new one.",
        cause.detail,
        cause.statusCode,
        cause,
    ),
    UnverifiedRefreshExceptionForJava {
    /** Makes the exception for a refresh with the new refresh token [refreshToken], for tests. */
    public constructor(refreshToken: String, cause: AuthException) : this(refreshToken, null, null, cause)
}
