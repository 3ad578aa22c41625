package io.github.oidcauth.sample.server.pages

import jakarta.servlet.http.HttpServletRequest
import jakarta.servlet.http.HttpServletResponse
import org.springframework.security.core.Authentication
import org.springframework.security.core.AuthenticationException
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.core.OAuth2ErrorCodes

/** The addresses to which the browser is sent when the provider has received a user's response. */
internal object PageOutcome {
    fun deviceApproved(
        @Suppress("UNUSED_PARAMETER") request: HttpServletRequest,
        response: HttpServletResponse,
        @Suppress("UNUSED_PARAMETER") authentication: Authentication,
    ): Unit = response.sendRedirect("/activate/done")

    fun deviceFailed(
        @Suppress("UNUSED_PARAMETER") request: HttpServletRequest,
        response: HttpServletResponse,
        failure: AuthenticationException,
    ) {
        val denied = (failure as? OAuth2AuthenticationException)?.error?.errorCode == OAuth2ErrorCodes.ACCESS_DENIED
        response.sendRedirect(if (denied) "/activate/refused" else "/activate?failed")
    }

    /**
     * py-oidc-auth sends no `id_token_hint` with a logout. Without one, the provider has to ask the user
     * (OpenID Connect RP-Initiated Logout 1.0 §2); Spring's endpoint responds with 400 instead.
     */
    fun logoutFailed(
        request: HttpServletRequest,
        response: HttpServletResponse,
        @Suppress("UNUSED_PARAMETER") failure: AuthenticationException,
    ) {
        if (request.getParameter("id_token_hint").isNullOrEmpty()) {
            response.sendRedirect("/logout")
        } else {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST)
        }
    }
}
