package io.github.oidcauth.sample.server.authorization

import org.springframework.security.oauth2.core.oidc.OidcScopes

/** The scopes of a token. */
internal object Scopes {
    /** The scopes that users are asked for (OpenID Connect Core 1.0 §5.4, §11). */
    val ofUsers: Set<String> = linkedSetOf(OidcScopes.OPENID, OidcScopes.PROFILE, OidcScopes.EMAIL, "offline_access")

    /** The scopes of a service that acts for itself. */
    val ofServices: Set<String> = linkedSetOf("read", "write")

    /** The scope, as Spring names it, that a token for registering one client must have, without any other. */
    const val REGISTRATION: String = "client.create"

    /** The scope, as Spring names it, of a token for reading its own registration. */
    const val OWN_REGISTRATION: String = "client.read"
}
