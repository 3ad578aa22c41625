package io.github.oidcauth.sample.server.authorization

import jakarta.servlet.http.HttpServletRequest
import jakarta.servlet.http.HttpServletResponse
import org.springframework.http.HttpHeaders
import org.springframework.http.HttpStatus
import org.springframework.http.server.ServletServerHttpResponse
import org.springframework.security.core.AuthenticationException
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.core.OAuth2Error
import org.springframework.security.oauth2.core.OAuth2ErrorCodes
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken
import org.springframework.security.web.AuthenticationEntryPoint
import org.springframework.security.web.authentication.AuthenticationFailureHandler
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint

/**
 * The responses to requests that are not authenticated: users are sent to the sign-in page, programs get the error of their
 * endpoint.
 */
internal class Unauthenticated(
    private val authorizationResponse: AuthorizationResponse,
) : AuthenticationEntryPoint,
    AuthenticationFailureHandler {
    private val signIn = LoginUrlAuthenticationEntryPoint("/login")
    private val errors = OAuth2ErrorHttpMessageConverter()

    override fun commence(
        request: HttpServletRequest,
        response: HttpServletResponse,
        authException: AuthenticationException,
    ) {
        when (request.requestURI) {
            // RFC 6750 §3.1: the response to a request without any token has no error code.
            Endpoints.USERINFO, Endpoints.REGISTRATION -> {
                response.status = HttpServletResponse.SC_UNAUTHORIZED
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
            }

            Endpoints.AUTHORIZATION -> {
                signInUnlessSilent(request, response, authException)
            }

            Endpoints.DEVICE_VERIFICATION -> {
                signIn.commence(request, response, authException)
            }

            else -> {
                refuseClient(request, response, OAuth2ErrorCodes.INVALID_CLIENT)
            }
        }
    }

    /** `prompt=none` wants no page but a response (OpenID Connect Core 1.0 §3.1.2.1). */
    private fun signInUnlessSilent(
        request: HttpServletRequest,
        response: HttpServletResponse,
        reason: AuthenticationException,
    ) {
        // Spring leaves a request here once client and redirect URI are known to fit.
        val checked =
            request.getAttribute(OAuth2AuthorizationCodeRequestAuthenticationToken::class.java.name)
                as? OAuth2AuthorizationCodeRequestAuthenticationToken
        val prompt = checked?.additionalParameters?.get("prompt") as? String
        if (checked == null || "none" !in prompt.orEmpty().split(' ')) return signIn.commence(request, response, reason)
        authorizationResponse.onAuthenticationFailure(
            request,
            response,
            OAuth2AuthorizationCodeRequestAuthenticationException(OAuth2Error("login_required"), checked),
        )
    }

    override fun onAuthenticationFailure(
        request: HttpServletRequest,
        response: HttpServletResponse,
        exception: AuthenticationException,
    ): Unit = refuseClient(request, response, (exception as OAuth2AuthenticationException).error.errorCode)

    /** RFC 6749 §5.2. The error says nothing about the reason: that would help those who guess. */
    private fun refuseClient(
        request: HttpServletRequest,
        response: HttpServletResponse,
        code: String,
    ) {
        val output = ServletServerHttpResponse(response)
        val unknown = code == OAuth2ErrorCodes.INVALID_CLIENT
        output.setStatusCode(if (unknown) HttpStatus.UNAUTHORIZED else HttpStatus.BAD_REQUEST)
        if (unknown && request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"sample\"")
        }
        errors.write(OAuth2Error(code), null, output)
    }
}
