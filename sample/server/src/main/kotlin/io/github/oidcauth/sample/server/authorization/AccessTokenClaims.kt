package io.github.oidcauth.sample.server.authorization

import com.nimbusds.jose.JOSEException
import com.nimbusds.jose.jwk.JWK
import org.springframework.security.core.Authentication
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.core.OAuth2Error
import org.springframework.security.oauth2.core.OAuth2ErrorCodes
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest
import org.springframework.security.oauth2.jwt.Jwt
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenExchangeAuthenticationToken
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenExchangeCompositeAuthenticationToken
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext
import java.net.URI
import java.net.URISyntaxException
import java.text.ParseException

/** The claims of an access token in addition to Spring's own: its audience, the key that it is bound to, and its actor. */
internal object AccessTokenClaims {
    fun add(context: JwtEncodingContext) {
        audience(context).takeIf { it.isNotEmpty() }?.let { context.claims.audience(it) }
        context.get<Jwt>(OAuth2TokenContext.DPOP_PROOF_KEY)?.let { context.claims.claim("cnf", mapOf("jkt" to thumbprint(it))) }
        actors(context.getPrincipal())?.let { context.claims.claim("act", it) }
        scope(context.authorizedScopes)?.let { context.claims.claim("scope", it) }
    }

    /**
     * One string, as RFC 9068 §2.2.3 has it; Spring would write a list, which py-oidc-auth cannot read. But where Spring is the
     * reader, at the registration endpoint, it wants its list back.
     */
    private fun scope(scopes: Set<String>): String? {
        val forSpring = Scopes.REGISTRATION in scopes || Scopes.OWN_REGISTRATION in scopes
        return if (scopes.isEmpty() || forSpring) null else scopes.joinToString(" ")
    }

    /** Returns the `resource` of RFC 8707 §2, and in an exchange the `audience` of RFC 8693 §2.1 too. */
    private fun audience(context: JwtEncodingContext): List<String> {
        val grant = context.getAuthorizationGrant<Authentication>()
        if (grant is OAuth2TokenExchangeAuthenticationToken) return (grant.resources + grant.audiences).toList()
        val asked = (grant as? OAuth2AuthorizationGrantAuthenticationToken)?.additionalParameters?.get(RESOURCE)
        val request: OAuth2AuthorizationRequest? =
            context.authorization?.getAttribute(OAuth2AuthorizationRequest::class.java.name)
        val resources =
            when (val value = asked ?: request?.additionalParameters?.get(RESOURCE)) {
                is String -> listOf(value)
                is Array<*> -> value.map { it.toString() }
                else -> emptyList()
            }
        if (resources.any { !isResource(it) }) throw OAuth2AuthenticationException(OAuth2Error("invalid_target"))
        return resources
    }

    private fun isResource(text: String): Boolean =
        try {
            URI(text).let { it.isAbsolute && it.rawFragment == null }
        } catch (_: URISyntaxException) {
            false
        }

    /** RFC 9449 §6.1. The proof has been checked. */
    private fun thumbprint(proof: Jwt): String =
        try {
            @Suppress("UNCHECKED_CAST")
            JWK.parse(proof.headers.getValue("jwk") as Map<String, Any>).computeThumbprint().toString()
        } catch (unusable: ParseException) {
            throw OAuth2AuthenticationException(OAuth2Error(OAuth2ErrorCodes.INVALID_DPOP_PROOF), unusable)
        } catch (unusable: JOSEException) {
            throw OAuth2AuthenticationException(OAuth2Error(OAuth2ErrorCodes.INVALID_DPOP_PROOF), unusable)
        }

    /** RFC 8693 §4.1: the actor of now outside, those before it inside. */
    private fun actors(principal: Authentication?): Map<String, Any?>? =
        (principal as? OAuth2TokenExchangeCompositeAuthenticationToken)?.actors?.foldRight(null as Map<String, Any?>?) {
            actor,
            before,
            ->
            mapOf("iss" to actor.issuer, "sub" to actor.subject) + before?.let { mapOf("act" to it) }.orEmpty()
        }

    private const val RESOURCE = "resource"
}
