package io.github.oidcauth.internal.protocol

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.UnsupportedGrantTypeException

/** Tells "this server has no device grant" from every other reason for which a device login cannot start. Pure. */
internal object DeviceGrantSupport {
    /**
     * Judges the [error] that a device login could not start with. `invalid_request` is how node oidc-provider says
     * `unauthorized_client` there; in the empty form that we send nothing can be malformed.
     */
    fun isMissing(error: AuthException): Boolean =
        when (error) {
            is UnauthorizedClientException, is UnsupportedGrantTypeException, is InvalidRequestException -> true
            is HttpException -> error.statusCode in MISSING || isMissingAtProvider(error)
            else -> false
        }

    /** py-oidc-auth: 502, "OIDC endpoint 'device_authorization_endpoint' not found in discovery." Any other 502 is a proxy in trouble. */
    private fun isMissingAtProvider(error: HttpException): Boolean =
        error.statusCode == BAD_GATEWAY && error.detail.orEmpty().contains("not found in discovery")

    /** The route is not mounted (404, 405), not implemented (501), or switched off (503). */
    private val MISSING = setOf(404, 405, 501, 503)
    private const val BAD_GATEWAY = 502
}
