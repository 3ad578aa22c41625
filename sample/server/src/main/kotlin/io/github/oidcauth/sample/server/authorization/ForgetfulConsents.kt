package io.github.oidcauth.sample.server.authorization

import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService

/** Remembers no consent, so that each login asks for it. */
internal object ForgetfulConsents : OAuth2AuthorizationConsentService {
    override fun save(authorizationConsent: OAuth2AuthorizationConsent) = Unit

    override fun remove(authorizationConsent: OAuth2AuthorizationConsent) = Unit

    override fun findById(
        registeredClientId: String,
        principalName: String,
    ): OAuth2AuthorizationConsent? = null
}
