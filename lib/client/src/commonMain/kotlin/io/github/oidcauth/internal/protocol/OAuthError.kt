package io.github.oidcauth.internal.protocol

import io.github.oidcauth.AccessDeniedException
import io.github.oidcauth.AuthorizationPendingException
import io.github.oidcauth.ExpiredTokenException
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.InvalidScopeException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.ServerErrorException
import io.github.oidcauth.SlowDownException
import io.github.oidcauth.TemporarilyUnavailableException
import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.UnsupportedGrantTypeException
import io.github.oidcauth.UnsupportedResponseTypeException

/** An OAuth error as found in an answer or a callback, cleaned: RFC 6749 §4.1.2.1 and §5.2. */
internal class OAuthError(
    val code: String,
    val description: String? = null,
    val uri: String? = null,
    val detail: String? = null,
    val statusCode: Int? = null,
) {
    /** The exception of this code. */
    fun toException(): OAuthException =
        when (code) {
            "access_denied" -> AccessDeniedException(this)
            "authorization_pending" -> AuthorizationPendingException(this)
            "slow_down" -> SlowDownException(this)
            "expired_token" -> ExpiredTokenException(this)
            "invalid_grant" -> InvalidGrantException(this)
            "invalid_client" -> InvalidClientException(this)
            "invalid_request" -> InvalidRequestException(this)
            "invalid_scope" -> InvalidScopeException(this)
            "unauthorized_client" -> UnauthorizedClientException(this)
            "unsupported_grant_type" -> UnsupportedGrantTypeException(this)
            "unsupported_response_type" -> UnsupportedResponseTypeException(this)
            "server_error" -> ServerErrorException(this)
            "temporarily_unavailable" -> TemporarilyUnavailableException(this)
            else -> OtherOAuthException(this)
        }
}
