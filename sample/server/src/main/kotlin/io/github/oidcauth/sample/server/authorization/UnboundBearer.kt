package io.github.oidcauth.sample.server.authorization

import com.nimbusds.jwt.JWTParser
import jakarta.servlet.http.HttpServletRequest
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.server.resource.BearerTokenErrors
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver
import java.text.ParseException

/** Takes no token as a bearer token that is bound to a key: who has stolen it lacks the key (RFC 9449 §7.1). */
internal object UnboundBearer : BearerTokenResolver {
    private val header = DefaultBearerTokenResolver()

    override fun resolve(request: HttpServletRequest): String? {
        val token = header.resolve(request)
        if (token != null && isBound(token)) {
            throw OAuth2AuthenticationException(BearerTokenErrors.invalidToken("The token is bound to a key."))
        }
        return token
    }

    /** The signature is checked later: who forges a token gains nothing here. */
    private fun isBound(token: String): Boolean =
        try {
            JWTParser.parse(token).jwtClaimsSet?.getJSONObjectClaim("cnf") != null
        } catch (_: ParseException) {
            false
        }
}
