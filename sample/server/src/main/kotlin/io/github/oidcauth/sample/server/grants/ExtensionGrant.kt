package io.github.oidcauth.sample.server.grants

import jakarta.servlet.http.HttpServletRequest
import org.springframework.security.core.Authentication
import org.springframework.security.core.context.SecurityContextHolder
import org.springframework.security.oauth2.core.AuthorizationGrantType
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.core.OAuth2ErrorCodes
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken
import org.springframework.security.web.authentication.AuthenticationConverter

/** A token request by one of [GrantTypes]: who asks, and the parameters. */
internal class ExtensionGrant private constructor(
    type: AuthorizationGrantType,
    client: Authentication,
    parameters: Map<String, Any>,
) : OAuth2AuthorizationGrantAuthenticationToken(type, client, parameters) {
    /** Returns the only value of a parameter; an empty one counts as absent (RFC 6749 §3.2). */
    fun parameter(name: String): String? = (additionalParameters[name] as? String)?.ifEmpty { null }

    fun required(name: String): String = parameter(name) ?: throw OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST)

    object Converter : AuthenticationConverter {
        override fun convert(request: HttpServletRequest): Authentication? {
            val type = GrantTypes.all.firstOrNull { it.value == request.getParameter("grant_type") } ?: return null
            val client = checkNotNull(SecurityContextHolder.getContext().authentication) { "A token request of nobody." }
            val parameters =
                request.parameterMap.mapValues { (name, values) ->
                    when {
                        values.size == 1 -> values.single()

                        // RFC 8707 §2 lets this one come more than once, RFC 6749 §3.2 no other.
                        name == "resource" -> values

                        else -> throw OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST)
                    }
                }
            return ExtensionGrant(type, client, parameters + Proofs.parameters(request))
        }
    }
}
