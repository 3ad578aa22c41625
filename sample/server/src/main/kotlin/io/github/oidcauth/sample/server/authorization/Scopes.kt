package io.github.oidcauth.sample.server.authorization

import org.springframework.security.oauth2.core.oidc.OidcScopes

/** What a token can be good for. */
internal object Scopes {
    /** What people are asked for (OpenID Connect Core 1.0 §5.4, §11). */
    val ofUsers: Set<String> = linkedSetOf(OidcScopes.OPENID, OidcScopes.PROFILE, OidcScopes.EMAIL, "offline_access")

    /** What a service can do on its own account. */
    val ofServices: Set<String> = linkedSetOf("read", "write")

    /** Spring's name for what a token to register one client with must have, and nothing besides. */
    const val REGISTRATION: String = "client.create"

    /** Spring's name for what a token to look at one's own registration has. */
    const val OWN_REGISTRATION: String = "client.read"
}
