package io.github.oidcauth.sample.server.authorization

import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.jwk.Curve
import com.nimbusds.jose.jwk.ECKey
import com.nimbusds.jose.jwk.JWKSet
import com.nimbusds.jose.jwk.KeyUse
import com.nimbusds.jose.jwk.gen.ECKeyGenerator
import io.github.oidcauth.sample.server.Settings

/**
 * The keys that others sign with and the provider knows: [io.github.oidcauth.sample.server.SampleClients.KEY_SERVICE] and
 * [io.github.oidcauth.sample.server.TrustedIssuer]. Made on first use; most servers are started without them.
 */
internal class KnownKeys(
    private val settings: Settings,
) {
    val service: ECKey by lazy { make() }

    val ofService: JWKSet by lazy {
        JWKSet(settings.serviceKeys?.let { JWKSet.parse(it).keys }.orEmpty() + service).toPublicJWKSet()
    }

    val issuer: ECKey by lazy { make() }

    private fun make() =
        ECKeyGenerator(Curve.P_256)
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.ES256)
            .keyIDFromThumbprint(true)
            .generate()
}
