package io.github.oidcauth.internal.servers

import io.github.oidcauth.internal.callback.AuthorizationResponseValidator
import io.github.oidcauth.internal.callback.PendingLogin
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.ResponseMode

/** A browser login at a standard issuer. Its callback is redeemed together with the [request]. */
internal class IssuerLogin(
    val request: AuthorizationRequest,
    validate: AuthorizationResponseValidator,
) : PendingLogin(request.url, request.redirectUri, request.codeVerifier, request.responseMode ?: ResponseMode.QUERY, validate)
