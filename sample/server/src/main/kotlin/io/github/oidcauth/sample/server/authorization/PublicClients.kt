package io.github.oidcauth.sample.server.authorization

import jakarta.servlet.http.HttpServletRequest
import org.springframework.security.authentication.AuthenticationProvider
import org.springframework.security.core.Authentication
import org.springframework.security.oauth2.core.AuthorizationGrantType
import org.springframework.security.oauth2.core.ClientAuthenticationMethod
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.core.OAuth2ErrorCodes
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository
import org.springframework.security.web.authentication.AuthenticationConverter

/**
 * Lets a client without a secret say who it is by `client_id` alone (RFC 6749 §3.2.1), where Spring Authorization Server knows
 * only the code grant: device logins, refreshes, revocations and pushed requests. Introspection stays closed to such clients,
 * and a code without its verifier too: that one is left to Spring, which refuses it.
 */
internal class PublicClients(
    private val clients: RegisteredClientRepository,
) : AuthenticationProvider {
    private class Claim(
        clientId: String,
    ) : OAuth2ClientAuthenticationToken(clientId, ClientAuthenticationMethod.NONE, null, null)

    override fun authenticate(authentication: Authentication): Authentication {
        val client = clients.findByClientId(authentication.name)
        if (client == null || ClientAuthenticationMethod.NONE !in client.clientAuthenticationMethods) {
            throw OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT)
        }
        return OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null)
    }

    override fun supports(authentication: Class<*>): Boolean = Claim::class.java.isAssignableFrom(authentication)

    /** Goes last: whoever brings credentials is authenticated by these. */
    object Converter : AuthenticationConverter {
        override fun convert(request: HttpServletRequest): Authentication? {
            val applies =
                when (request.requestURI) {
                    Endpoints.TOKEN -> request.getParameter(OAuth2ParameterNames.GRANT_TYPE) in GRANTS
                    Endpoints.DEVICE_AUTHORIZATION, Endpoints.REVOCATION, Endpoints.PUSHED_AUTHORIZATION -> true
                    else -> false
                }
            if (!applies || CREDENTIALS.any { request.getParameter(it) != null }) return null
            if (request.getHeader("Authorization") != null) return null
            val clientId = request.getParameterValues(OAuth2ParameterNames.CLIENT_ID) ?: return null
            if (clientId.size != 1 || clientId[0].isEmpty()) throw OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST)
            return Claim(clientId[0])
        }

        private val GRANTS = listOf(AuthorizationGrantType.DEVICE_CODE, AuthorizationGrantType.REFRESH_TOKEN).map { it.value }
        private val CREDENTIALS = listOf(OAuth2ParameterNames.CLIENT_SECRET, OAuth2ParameterNames.CLIENT_ASSERTION)
    }
}
