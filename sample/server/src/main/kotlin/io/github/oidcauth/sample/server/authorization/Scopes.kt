package io.github.oidcauth.sample.server.authorization

import org.springframework.security.oauth2.core.oidc.OidcScopes

/** The scopes of a token. */
internal object Scopes {
    /** The scopes that users are asked for (OpenID Connect Core 1.0 §5.4, §11). */
    val ofUsers: Set<String> = linkedSetOf(OidcScopes.OPENID, OidcScopes.PROFILE, OidcScopes.EMAIL, "offline_access")

    /** The scopes of a service that acts for itself. */
    val ofServices: Set<String> = linkedSetOf("read", "write")

    /** Spring's name for what a token to register one client with must have, and nothing besides. */
    const val REGISTRATION: String = "client.create"

    /** Spring's name for what a token to look at one's own registration has. */
    const val OWN_REGISTRATION: String = "client.read"
}
