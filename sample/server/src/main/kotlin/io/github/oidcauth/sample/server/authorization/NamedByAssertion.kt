package io.github.oidcauth.sample.server.authorization

import com.nimbusds.jwt.JWTParser
import jakarta.servlet.http.HttpServletRequest
import org.springframework.security.core.Authentication
import org.springframework.security.oauth2.core.AuthorizationGrantType
import org.springframework.security.oauth2.core.ClientAuthenticationMethod
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.core.OAuth2ErrorCodes
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken
import org.springframework.security.web.authentication.AuthenticationConverter
import java.text.ParseException

/**
 * Takes a client assertion without a `client_id` beside it, which is optional there (RFC 7521 §4.2) but not with Spring: the
 * assertion's subject says who the client is. Nothing is believed yet.
 */
internal object NamedByAssertion : AuthenticationConverter {
    private val jwtBearer = ClientAuthenticationMethod("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")

    override fun convert(request: HttpServletRequest): Authentication? {
        if (request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION_TYPE) != jwtBearer.value) return null
        if (request.getParameter(OAuth2ParameterNames.CLIENT_ID) != null) return null
        val assertion = request.getParameterValues(OAuth2ParameterNames.CLIENT_ASSERTION)?.singleOrNull() ?: return null
        val clientId = subject(assertion) ?: throw OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT)
        return OAuth2ClientAuthenticationToken(clientId, jwtBearer, assertion, forVerifier(request))
    }

    private fun subject(assertion: String): String? =
        try {
            JWTParser.parse(assertion).jwtClaimsSet?.subject
        } catch (_: ParseException) {
            null
        }

    /** Spring checks the code verifier along with the client and looks for it here. */
    private fun forVerifier(request: HttpServletRequest): Map<String, Any> =
        if (request.getParameter(OAuth2ParameterNames.GRANT_TYPE) == AuthorizationGrantType.AUTHORIZATION_CODE.value) {
            request.parameterMap.mapValues { it.value.first() }
        } else {
            emptyMap()
        }
}
