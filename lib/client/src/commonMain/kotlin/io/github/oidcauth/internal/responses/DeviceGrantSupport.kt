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

/** Tells "no device login here" from every other reason for which a device login cannot start. Pure. */
internal object DeviceGrantSupport {
    /** The reason for which a device login did not start. */
    enum class Reason {
        /** The server has none. */
        MISSING,

        /** The server has one, and not for this client: its kind, its settings or a policy are against it. */
        REFUSED,

        /** Anything else, with which no other login would begin either. */
        OTHER,
    }

    /**
     * Validates the [error] that a device login could not start with. `invalid_request` is how node oidc-provider says
     * `unauthorized_client` there; in the form that we send nothing can be malformed. `access_denied` cannot be a user's, as none was asked.
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
     * True if the server says that it knows no such client, or that the secret is wrong, which is as wrong in the browser. Google refuses
     * desktop clients with the same `invalid_client`, as do others without any words: those are refused at the login page if they
     * are wrong there too.
     */
    private fun isUnknown(error: OAuthException): Boolean {
        val words = error.errorDescription.orEmpty().lowercase()
        return UNKNOWN.any { it in words }
    }

    /** py-oidc-auth: 502, "OIDC endpoint 'device_authorization_endpoint' not found in discovery." Any other 502 is a proxy in trouble. */
    private fun isMissingAtProvider(error: HttpException): Boolean =
        error.statusCode == BAD_GATEWAY && error.detail.orEmpty().contains("not found in discovery")

    /** The route is not mounted (404, 405), not implemented (501), or switched off (503). */
    private val MISSING = setOf(404, 405, 501, 503)

    /** Of Google, Keycloak, Entra (AADSTS700016), Okta and others. */
    private val UNKNOWN =
        listOf("not found", "unknown client", "does not exist", "no such client", "credentials", "secret", "client_assertion")
    private const val BAD_GATEWAY = 502
    private const val FORBIDDEN = 403
}
