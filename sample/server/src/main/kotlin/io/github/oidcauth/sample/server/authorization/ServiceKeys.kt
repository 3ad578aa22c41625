package io.github.oidcauth.sample.server.authorization

import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.jwk.Curve
import com.nimbusds.jose.jwk.ECKey
import com.nimbusds.jose.jwk.JWKSet
import com.nimbusds.jose.jwk.KeyUse
import com.nimbusds.jose.jwk.gen.ECKeyGenerator
import io.github.oidcauth.sample.server.Settings

/** The keys that [io.github.oidcauth.sample.server.SampleClients.KEY_SERVICE] signs with. */
internal class ServiceKeys(
    private val settings: Settings,
) {
    /** Made on first use: most servers are started without it. */
    val own: ECKey by lazy {
        ECKeyGenerator(Curve.P_256)
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.ES256)
            .keyIDFromThumbprint(true)
            .generate()
    }

    val accepted: JWKSet by lazy {
        JWKSet(settings.serviceKeys?.let { JWKSet.parse(it).keys }.orEmpty() + own).toPublicJWKSet()
    }
}
