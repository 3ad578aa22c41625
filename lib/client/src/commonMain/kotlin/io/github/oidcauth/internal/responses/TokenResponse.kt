package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.tokens.TokenMembers
import io.github.oidcauth.oauth2.DPoPKey
import kotlin.time.Instant

/**
 * The response of a token endpoint with a status of success, of which nothing has been refused yet. Its refresh token is apart
 * from the validation of the rest: a server that has rotated it accepts no other one from now on, whatever else is wrong. It
 * holds secrets.
 */
internal class TokenResponse(
    /** The access token as it came, or null when it is none. */
    val accessToken: String?,
    /** The refresh token, or null when there is none that can be used. */
    val refreshToken: String?,
    /** The time at which [refreshToken] expires, or null when that is not known. */
    val refreshExpiresAt: Instant?,
    /** The ID token as it came, or null when there is none. */
    val idToken: String?,
    private val read: () -> Token,
) {
    /** Returns the token. @throws AuthException when this response cannot be used. */
    fun token(): Token = read()

    /**
     * Returns the failure of a refresh with the refresh token [sent], whose response is refused because of [cause]. It has a
     * new refresh token, and the key that it is bound to.
     */
    fun refusal(
        cause: AuthException,
        sent: String,
        dpopKey: DPoPKey?,
    ): AuthException =
        if (refreshToken == null || refreshToken == sent) {
            cause
        } else {
            UnverifiedRefreshException(refreshToken, refreshExpiresAt, dpopKey, cause)
        }

    override fun toString(): String = "TokenResponse($REDACTED)"

    companion object {
        /**
         * Returns the response whose token is in [grant], a part of [response] that is read by [read]. A token that the
         * response has twice counts as absent, as it is not known which of the two the server means.
         */
        fun of(
            response: JsonResponse,
            grant: TokenMembers,
            refreshExpiresAt: Instant?,
            read: () -> Token,
        ): TokenResponse {
            val refreshToken = grant.refreshToken.takeUnless { grant.isAmbiguous("refresh_token") }
            return TokenResponse(
                accessToken = grant.accessToken.takeUnless { grant.isAmbiguous("access_token") },
                refreshToken = refreshToken,
                refreshExpiresAt = refreshExpiresAt.takeIf { refreshToken != null },
                idToken = grant.idToken.takeUnless { grant.isAmbiguous("id_token") },
            ) {
                response.describeFailures {
                    response.requireSuccess()
                    read()
                }
            }
        }
    }
}
