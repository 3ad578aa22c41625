package io.github.oidcauth.sample.server.grants

import com.nimbusds.jose.jwk.JWKSet
import com.nimbusds.jose.jwk.source.ImmutableJWKSet
import com.nimbusds.jose.proc.SecurityContext
import io.github.oidcauth.sample.server.TrustedIssuer
import io.github.oidcauth.sample.server.authorization.AssertionCheck
import io.github.oidcauth.sample.server.authorization.KnownKeys
import io.github.oidcauth.sample.server.authorization.OneTimeIds
import io.github.oidcauth.sample.server.authorization.User
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm
import org.springframework.security.oauth2.jwt.JwtException
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient

/** The word of a trusted issuer in place of the user's (RFC 7523 §2.1, §3). It brings no refresh token (RFC 7521 §4.1). */
internal class JwtBearerGrant(
    tokens: TokenIssue,
    keys: KnownKeys,
    audiences: Set<String>,
) : ExtensionGrantProvider(GrantTypes.JWT_BEARER, tokens) {
    private val decoder by lazy {
        NimbusJwtDecoder
            .withJwkSource(ImmutableJWKSet<SecurityContext>(JWKSet(keys.issuer.toPublicJWK())))
            .jwsAlgorithm(SignatureAlgorithm.ES256)
            .build()
            .apply { setJwtValidator(AssertionCheck(TrustedIssuer.NAME, subject = null, audiences, OneTimeIds())) }
    }

    override fun grant(
        request: ExtensionGrant,
        client: RegisteredClient,
    ): Granted {
        val assertion = request.required("assertion")
        val scopes = scopes(request.parameter("scope"), client)
        val subject =
            try {
                decoder.decode(assertion).subject
            } catch (_: JwtException) {
                throw invalidGrant()
            }
        val user = subject?.let(User::named) ?: throw invalidGrant()
        return Granted(user, scopes, refreshable = false)
    }
}
