package io.github.oidcauth.sample.server.authorization

import com.nimbusds.jose.jwk.source.ImmutableJWKSet
import com.nimbusds.jose.proc.SecurityContext
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.web.Origin
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm
import org.springframework.security.oauth2.jwt.JwtDecoder
import org.springframework.security.oauth2.jwt.JwtDecoderFactory
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionDecoderFactory
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient

/**
 * Checks the assertions of `client_secret_jwt` and `private_key_jwt` (RFC 7523 §3). Spring would fetch the keys of every client
 * from an address and take an assertion twice; here one client has its keys in this process, and a `jti` serves once.
 */
internal class ClientAssertions(
    origin: Origin,
    keys: KnownKeys,
) : JwtDecoderFactory<RegisteredClient> {
    private val audiences = setOf(origin.url) + Endpoints.ofClients.map { origin.url + it }
    private val seen = OneTimeIds()

    private val service by lazy {
        NimbusJwtDecoder
            .withJwkSource(ImmutableJWKSet<SecurityContext>(keys.ofService))
            .jwsAlgorithms { it += SignatureAlgorithm.entries }
            .build()
            .apply { setJwtValidator(check(SampleClients.KEY_SERVICE)) }
    }

    private val others = JwtClientAssertionDecoderFactory().apply { setJwtValidatorFactory { check(it.clientId) } }

    override fun createDecoder(client: RegisteredClient): JwtDecoder =
        if (client.clientId == SampleClients.KEY_SERVICE) service else others.createDecoder(client)

    private fun check(clientId: String) = AssertionCheck(issuer = clientId, subject = clientId, audiences, seen)
}
