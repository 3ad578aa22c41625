// Tested by ErrorResponseReaderTest and OAuthExceptionTest.
package io.github.oidcauth.internal.responses

import io.github.oidcauth.AccountSelectionRequiredException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.AuthorizationPendingException
import io.github.oidcauth.ConsentRequiredException
import io.github.oidcauth.ExpiredLoginHintTokenException
import io.github.oidcauth.ExpiredTokenException
import io.github.oidcauth.InsufficientScopeException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.InteractionRequiredByServerException
import io.github.oidcauth.InvalidAuthorizationDetailsException
import io.github.oidcauth.InvalidBindingMessageException
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidClientMetadataException
import io.github.oidcauth.InvalidDPoPProofException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidRedirectUriException
import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.InvalidRequestObjectException
import io.github.oidcauth.InvalidRequestUriException
import io.github.oidcauth.InvalidScopeException
import io.github.oidcauth.InvalidSoftwareStatementException
import io.github.oidcauth.InvalidTargetException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.InvalidUserCodeException
import io.github.oidcauth.LoginRequiredException
import io.github.oidcauth.MissingUserCodeException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.RegistrationNotSupportedException
import io.github.oidcauth.RequestNotSupportedException
import io.github.oidcauth.RequestUriNotSupportedException
import io.github.oidcauth.ServerErrorException
import io.github.oidcauth.SlowDownException
import io.github.oidcauth.TemporarilyUnavailableException
import io.github.oidcauth.TransactionFailedException
import io.github.oidcauth.UnapprovedSoftwareStatementException
import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.UnknownUserIdException
import io.github.oidcauth.UnmetAuthenticationRequirementsException
import io.github.oidcauth.UnsupportedGrantTypeException
import io.github.oidcauth.UnsupportedResponseTypeException
import io.github.oidcauth.UnsupportedTokenTypeException
import io.github.oidcauth.UseDPoPNonceException
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.Redaction
import io.github.oidcauth.internal.text.printable
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** An OAuth error in a response, a challenge or a callback, sanitized: RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3. */
internal class OAuthError(
    val code: String,
    val description: String? = null,
    val uri: String? = null,
    val detail: String? = null,
    val statusCode: Int? = null,
    /** Further members of the error, such as a challenge's `scope`, without secrets but not sanitized. */
    val attributes: Map<String, String> = emptyMap(),
    /** The name of the client and what to check if the server does not accept it, as sentences without a secret. */
    val clientAdvice: String? = null,
) {
    /** Returns the exception for this code, or for the registered code [standingFor] that it means. */
    fun toException(standingFor: String = code): OAuthException =
        when (standingFor) {
            // RFC 6749 §4.1.2.1, §5.2; RFC 8628 §3.5.
            "access_denied" -> AuthorizationDeniedException(this)

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

            // RFC 8707 §2, RFC 8693 §2.2.2; RFC 9396 §5; RFC 7009 §2.2.1.
            "invalid_target" -> InvalidTargetException(this)

            "invalid_authorization_details" -> InvalidAuthorizationDetailsException(this)

            "unsupported_token_type" -> UnsupportedTokenTypeException(this)

            // RFC 9449 §5, §8.
            "invalid_dpop_proof" -> InvalidDPoPProofException(this)

            "use_dpop_nonce" -> UseDPoPNonceException(this)

            // OpenID Connect Core §3.1.2.6 and its later error code.
            "interaction_required" -> InteractionRequiredByServerException(this)

            "login_required" -> LoginRequiredException(this)

            "account_selection_required" -> AccountSelectionRequiredException(this)

            "consent_required" -> ConsentRequiredException(this)

            "invalid_request_uri" -> InvalidRequestUriException(this)

            "invalid_request_object" -> InvalidRequestObjectException(this)

            "request_not_supported" -> RequestNotSupportedException(this)

            "request_uri_not_supported" -> RequestUriNotSupportedException(this)

            "registration_not_supported" -> RegistrationNotSupportedException(this)

            "unmet_authentication_requirements" -> UnmetAuthenticationRequirementsException(this)

            // CIBA Core §12, §13.
            "expired_login_hint_token" -> ExpiredLoginHintTokenException(this)

            "unknown_user_id" -> UnknownUserIdException(this)

            "missing_user_code" -> MissingUserCodeException(this)

            "invalid_user_code" -> InvalidUserCodeException(this)

            "invalid_binding_message" -> InvalidBindingMessageException(this)

            "transaction_failed" -> TransactionFailedException(this)

            // RFC 7591 §3.2.2.
            "invalid_redirect_uri" -> InvalidRedirectUriException(this)

            "invalid_client_metadata" -> InvalidClientMetadataException(this)

            "invalid_software_statement" -> InvalidSoftwareStatementException(this)

            "unapproved_software_statement" -> UnapprovedSoftwareStatementException(this)

            // RFC 6750 §3.1; RFC 9470 §3.
            "invalid_token" -> InvalidTokenException(this)

            "insufficient_scope" -> InsufficientScopeException(this)

            "insufficient_user_authentication" -> InsufficientUserAuthenticationException(this)

            else -> OtherOAuthException(this)
        }

    companion object {
        const val MAX_CODE: Int = 64

        /**
         * The syntax of all registered codes; RFC 6749 allows more. Gateways and frameworks send an `error`, too, which is not a
         * code: `{"status": 404, "error": "Not Found"}`.
         */
        private val CODE = Regex("[a-z][a-z0-9_.:/-]*")

        fun isCode(text: String): Boolean = CODE.matches(text)

        fun isRegistered(code: String): Boolean = OAuthError(code).toException() !is OtherOAuthException

        /** Returns an error as a server would have sent it, for an exception that a program makes in its tests. */
        fun made(
            code: String,
            description: String?,
            statusCode: Int?,
            vararg attributes: Pair<String, String?>,
        ): OAuthError =
            OAuthError(
                code,
                description?.printable(),
                statusCode = statusCode,
                attributes = attributes.mapNotNull { (name, value) -> value?.let { name to it } }.toMap(),
            )

        /** Returns an error as [made] does, for a [code] without a class of its own. */
        fun madeOther(
            code: String,
            description: String?,
            statusCode: Int?,
        ): OAuthError {
            require(code.isNotEmpty() && !isRegistered(code)) { "The code ${code.printable()} has an exception of its own." }
            return made(code.printable(MAX_CODE), description, statusCode)
        }

        /** Returns the error in the members of [json], after [redaction]. [detail] must already be redacted. */
        fun of(
            json: JsonObject,
            detail: String?,
            statusCode: Int,
            redaction: Redaction,
            clientAdvice: String? = null,
        ): OAuthError {
            val members = redaction.of(json) as JsonObject
            return OAuthError(
                // A registered code is not a secret, even if a value of the request equals it: a user may be called "client".
                code = json.string("error")?.takeIf(::isRegistered) ?: members.string("error").orEmpty().printable(MAX_CODE),
                description = members.string("error_description")?.printable(),
                uri = members.string("error_uri")?.printable(),
                detail = detail,
                statusCode = statusCode,
                attributes = members.filterValues { it is JsonPrimitive }.mapValues { (it.value as JsonPrimitive).content },
                clientAdvice = clientAdvice,
            )
        }
    }
}
