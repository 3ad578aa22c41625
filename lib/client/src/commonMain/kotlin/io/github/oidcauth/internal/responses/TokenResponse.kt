// Tested by TokenResponseReaderTest.
package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.tokens.TokenMembers
import io.github.oidcauth.oauth2.DPoPKey
import kotlin.time.Instant

/**
 * A successful response of a token endpoint that has not been validated yet. Its refresh token is separate from the validation of
 * the rest: a server that has rotated it accepts only the new one from now on, whatever else is wrong. It contains secrets.
 */
internal class TokenResponse(
    /** The access token as received, or null when there is none. */
    val accessToken: String?,
    /** The refresh token, or null when there is no usable one. */
    val refreshToken: String?,
    /** The time at which [refreshToken] expires, or null when that is not known. */
    val refreshExpiresAt: Instant?,
    /** The ID token as received, or null when there is none. */
    val idToken: String?,
    private val read: () -> Token,
) {
    /**
     * Returns the token.
     *
     * @throws AuthException when this response cannot be used.
     */
    fun token(): Token = read()

    /**
     * Returns the exception for a refresh with the refresh token [sent], whose response is refused because of [cause]. If the
     * response has a new refresh token, the exception contains it and the key that it is bound to.
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
         * Returns the response with the token in [grant], a part of [response], which [read] reads. A token that occurs twice in
         * the response counts as absent, because it is not known which one the server means.
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
