package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.UnsupportedGrantTypeException

/** Classifies the reasons for which a device login cannot start. Pure. */
internal object DeviceGrantSupport {
    /** The reason for which a device login did not start. */
    enum class Reason {
        /** The server does not offer the device grant. */
        MISSING,

        /** The server offers it, but not to this client because of its type, its settings or a policy. */
        REFUSED,

        /** Any other reason; other logins would fail for it, too. */
        OTHER,
    }

    /**
     * Returns the reason in [error], with which a device login failed to start. `invalid_request` is what node oidc-provider
     * sends instead of `unauthorized_client`; the request of this library cannot be malformed. `access_denied` cannot come from a
     * user, because none was asked.
     */
    fun reasonOf(error: AuthException): Reason =
        when (error) {
            is UnsupportedGrantTypeException -> Reason.MISSING
            is InvalidRequestException, is AuthorizationDeniedException -> Reason.REFUSED
            is UnauthorizedClientException, is InvalidClientException -> if (isUnknown(error)) Reason.OTHER else Reason.REFUSED
            is OtherOAuthException -> if (error.statusCode == FORBIDDEN) Reason.REFUSED else Reason.OTHER
            is HttpException -> reasonOf(error)
            else -> Reason.OTHER
        }

    private fun reasonOf(error: HttpException): Reason {
        val isMissing = error.statusCode in MISSING || isMissingAtProvider(error)
        return when {
            isMissing -> Reason.MISSING
            error.statusCode == FORBIDDEN -> Reason.REFUSED
            else -> Reason.OTHER
        }
    }

    /**
     * True if the server says that the client is unknown or that the secret is wrong; a login in the browser would then fail,
     * too. Google refuses desktop clients with the same `invalid_client`, and others do so without a description. If such clients
     * are wrong, they are refused at the login page.
     */
    private fun isUnknown(error: OAuthException): Boolean {
        val words = error.errorDescription.orEmpty().lowercase()
        return UNKNOWN.any { it in words }
    }

    /**
     * py-oidc-auth sends 502 with "OIDC endpoint 'device_authorization_endpoint' not found in discovery." Any other 502 is a
     * failure of a proxy.
     */
    private fun isMissingAtProvider(error: HttpException): Boolean =
        error.statusCode == BAD_GATEWAY && error.detail.orEmpty().contains("not found in discovery")

    /** The status codes of a route that does not exist (404, 405), is not implemented (501), or is switched off (503). */
    private val MISSING = setOf(404, 405, 501, 503)

    /** Words of the descriptions of Google, Keycloak, Entra (AADSTS700016), Okta and others. */
    private val UNKNOWN =
        listOf("not found", "unknown client", "does not exist", "no such client", "credentials", "secret", "client_assertion")
    private const val BAD_GATEWAY = 502
    private const val FORBIDDEN = 403
}
