package io.github.oidcauth.sample.server.grants

import org.springframework.security.oauth2.core.AuthorizationGrantType

/** The grants that Spring Authorization Server does not have. */
internal object GrantTypes {
    /** RFC 6749 §4.3. */
    val PASSWORD = AuthorizationGrantType("password")

    /** OpenID Connect Client-Initiated Backchannel Authentication 1.0 §10.1. */
    val CIBA = AuthorizationGrantType("urn:openid:params:grant-type:ciba")

    /** RFC 7523 §2.1. */
    val JWT_BEARER = AuthorizationGrantType.JWT_BEARER

    /** RFC 7522 §2.1. */
    val SAML2_BEARER = AuthorizationGrantType("urn:ietf:params:oauth:grant-type:saml2-bearer")

    /** One that no other server has (RFC 6749 §4.5): the number on a user's badge, as `badge`. */
    val BADGE = AuthorizationGrantType("urn:example:grant-type:badge")

    val all: List<AuthorizationGrantType> = listOf(PASSWORD, CIBA, JWT_BEARER, SAML2_BEARER, BADGE)
}
