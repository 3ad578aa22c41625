package io.github.oidcauth.sample.server.authorization

import org.springframework.security.oauth2.core.oidc.OidcScopes

/** What a token can be good for. */
internal object Scopes {
    /** What people are asked for (OpenID Connect Core 1.0 §5.4, §11). */
    val ofPeople: Set<String> = linkedSetOf(OidcScopes.OPENID, OidcScopes.PROFILE, OidcScopes.EMAIL, "offline_access")
}
