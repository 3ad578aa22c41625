package io.github.oidcauth.internal.authorization

import io.github.oidcauth.AuthException
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.AuthorizationSettings
import io.github.oidcauth.oauth2.ServerMetadata

/** Signs and pushes authorization requests as the server requires it or the client is configured. */
internal class AuthorizationRequestPreparer(
    private val metadata: ServerMetadata,
    private val settings: AuthorizationSettings,
    private val requestObjects: RequestObjectFactory,
    private val pushedRequestEndpoint: PushedAuthorizationRequestEndpoint,
) {
    /**
     * Returns [request], signed and pushed if that is necessary and not done yet.
     *
     * @throws AuthException when there is no key for the signature, or the server does not accept the request.
     */
    suspend fun prepare(request: AuthorizationRequest): AuthorizationRequest {
        if (request.delivery is RequestDelivery.ByReference) return request
        val signed = if (request.delivery is RequestDelivery.InUrl && isSigned()) requestObjects.sign(request) else request
        val isPushed = settings.isPushed || metadata.requirePushedAuthorizationRequests
        return if (isPushed) pushedRequestEndpoint.push(signed) else signed
    }

    /** RFC 9101 §10.5 defines the metadata `require_signed_request_object`. */
    private fun isSigned() = settings.requestObject != null || metadata.flag("require_signed_request_object")
}
