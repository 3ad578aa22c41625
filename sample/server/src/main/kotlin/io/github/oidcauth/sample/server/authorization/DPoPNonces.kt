package io.github.oidcauth.sample.server.authorization

import com.nimbusds.jwt.JWTParser
import jakarta.servlet.FilterChain
import jakarta.servlet.http.HttpServletRequest
import jakarta.servlet.http.HttpServletResponse
import org.springframework.http.HttpHeaders
import org.springframework.http.server.ServletServerHttpResponse
import org.springframework.security.oauth2.core.OAuth2Error
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter
import org.springframework.web.filter.OncePerRequestFilter
import java.security.SecureRandom
import java.text.ParseException
import java.util.Base64

/**
 * Takes a DPoP proof only with a nonce of this server in it (RFC 9449 §8, §9), one for tokens and another for the userinfo
 * endpoint, so that a client that mixes them up is found out. The rest of the proof is checked later.
 */
internal class DPoPNonces : OncePerRequestFilter() {
    private val forTokens = random()
    private val forUserinfo = random()
    private val errors = OAuth2ErrorHttpMessageConverter()

    override fun doFilterInternal(
        request: HttpServletRequest,
        response: HttpServletResponse,
        filterChain: FilterChain,
    ) {
        val proof = request.getHeader("DPoP")
        val wanted =
            when (request.requestURI) {
                Endpoints.TOKEN -> forTokens
                Endpoints.USERINFO -> forUserinfo
                else -> null
            }
        if (proof == null || wanted == null || nonce(proof) == wanted) return filterChain.doFilter(request, response)
        response.setHeader("DPoP-Nonce", wanted)
        if (wanted == forTokens) {
            response.status = HttpServletResponse.SC_BAD_REQUEST
            errors.write(OAuth2Error(ERROR), null, ServletServerHttpResponse(response))
        } else {
            response.status = HttpServletResponse.SC_UNAUTHORIZED
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "DPoP error=\"$ERROR\"")
        }
    }

    private fun nonce(proof: String): String? =
        try {
            JWTParser.parse(proof).jwtClaimsSet?.getStringClaim("nonce")
        } catch (_: ParseException) {
            null
        }

    private fun random() = Base64.getUrlEncoder().withoutPadding().encodeToString(ByteArray(16).also(SecureRandom()::nextBytes))

    private companion object {
        const val ERROR = "use_dpop_nonce"
    }
}
