package io.github.oidcauth.internal.authorization

import io.github.oidcauth.AuthException
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.AuthorizationSettings
import io.github.oidcauth.oauth2.ServerMetadata

/** Gets authorization requests to the server in the way that it requires, or that is configured. */
internal class AuthorizationRequestPreparer(
    private val metadata: ServerMetadata,
    private val settings: AuthorizationSettings,
    private val requestObjects: RequestObjectFactory,
    private val pushedRequestEndpoint: PushedAuthorizationRequestEndpoint,
) {
    /** What has been signed or pushed already stays as it is. @throws AuthException */
    suspend fun prepare(request: AuthorizationRequest): AuthorizationRequest {
        if (request.delivery is RequestDelivery.ByReference) return request
        val signed = if (request.delivery is RequestDelivery.InUrl && isSigned()) requestObjects.sign(request) else request
        val isPushed = settings.isPushed || metadata.requirePushedAuthorizationRequests
        return if (isPushed) pushedRequestEndpoint.push(signed) else signed
    }

    /** RFC 9101 §10.5. */
    private fun isSigned() = settings.requestObject != null || metadata.flag("require_signed_request_object")
}
