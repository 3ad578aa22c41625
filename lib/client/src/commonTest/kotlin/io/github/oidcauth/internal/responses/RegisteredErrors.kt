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
import kotlin.reflect.KClass

/** Every error code that has a class of its own. */
internal val REGISTERED_ERRORS: Map<String, KClass<out OAuthException>> =
    mapOf(
        "access_denied" to AuthorizationDeniedException::class,
        "authorization_pending" to AuthorizationPendingException::class,
        "slow_down" to SlowDownException::class,
        "expired_token" to ExpiredTokenException::class,
        "invalid_grant" to InvalidGrantException::class,
        "invalid_client" to InvalidClientException::class,
        "invalid_request" to InvalidRequestException::class,
        "invalid_scope" to InvalidScopeException::class,
        "unauthorized_client" to UnauthorizedClientException::class,
        "unsupported_grant_type" to UnsupportedGrantTypeException::class,
        "unsupported_response_type" to UnsupportedResponseTypeException::class,
        "server_error" to ServerErrorException::class,
        "temporarily_unavailable" to TemporarilyUnavailableException::class,
        "invalid_target" to InvalidTargetException::class,
        "invalid_authorization_details" to InvalidAuthorizationDetailsException::class,
        "unsupported_token_type" to UnsupportedTokenTypeException::class,
        "invalid_dpop_proof" to InvalidDPoPProofException::class,
        "use_dpop_nonce" to UseDPoPNonceException::class,
        "interaction_required" to InteractionRequiredByServerException::class,
        "login_required" to LoginRequiredException::class,
        "account_selection_required" to AccountSelectionRequiredException::class,
        "consent_required" to ConsentRequiredException::class,
        "invalid_request_uri" to InvalidRequestUriException::class,
        "invalid_request_object" to InvalidRequestObjectException::class,
        "request_not_supported" to RequestNotSupportedException::class,
        "request_uri_not_supported" to RequestUriNotSupportedException::class,
        "registration_not_supported" to RegistrationNotSupportedException::class,
        "unmet_authentication_requirements" to UnmetAuthenticationRequirementsException::class,
        "expired_login_hint_token" to ExpiredLoginHintTokenException::class,
        "unknown_user_id" to UnknownUserIdException::class,
        "missing_user_code" to MissingUserCodeException::class,
        "invalid_user_code" to InvalidUserCodeException::class,
        "invalid_binding_message" to InvalidBindingMessageException::class,
        "transaction_failed" to TransactionFailedException::class,
        "invalid_redirect_uri" to InvalidRedirectUriException::class,
        "invalid_client_metadata" to InvalidClientMetadataException::class,
        "invalid_software_statement" to InvalidSoftwareStatementException::class,
        "unapproved_software_statement" to UnapprovedSoftwareStatementException::class,
        "invalid_token" to InvalidTokenException::class,
        "insufficient_scope" to InsufficientScopeException::class,
        "insufficient_user_authentication" to InsufficientUserAuthenticationException::class,
    )
