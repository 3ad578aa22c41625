package io.github.oidcauth.sample.server.authorization

import org.springframework.http.HttpMethod
import org.springframework.security.authentication.AuthenticationManager
import org.springframework.security.config.annotation.web.builders.HttpSecurity
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter
import org.springframework.security.oauth2.server.authorization.web.authentication.JwtClientAssertionAuthenticationConverter
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter
import org.springframework.security.web.authentication.preauth.AbstractPreAuthenticatedProcessingFilter
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher
import org.springframework.security.web.util.matcher.RequestMatcher

/**
 * Authenticates clients at the backchannel authentication endpoint in the same ways as elsewhere (CIBA Core 1.0 §7.1). Public
 * clients cannot use it.
 */
internal class BackchannelClients(
    private val unauthenticated: Unauthenticated,
) : AbstractHttpConfigurer<BackchannelClients, HttpSecurity>() {
    override fun configure(http: HttpSecurity) {
        val filter = OAuth2ClientAuthenticationFilter(http.getSharedObject(AuthenticationManager::class.java), endpoint)
        filter.setAuthenticationConverter(
            DelegatingAuthenticationConverter(
                NamedByAssertion,
                JwtClientAssertionAuthenticationConverter(),
                ClientSecretBasicAuthenticationConverter(),
                ClientSecretPostAuthenticationConverter(),
            ),
        )
        filter.setAuthenticationFailureHandler(unauthenticated)
        http.addFilterAfter(filter, AbstractPreAuthenticatedProcessingFilter::class.java)
    }

    companion object {
        val endpoint: RequestMatcher =
            PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, Endpoints.BACKCHANNEL_AUTHENTICATION)
    }
}
