package io.github.oidcauth.sample.server.authorization

import com.nimbusds.jose.jwk.JWK
import com.nimbusds.jose.jwk.JWKSelector
import com.nimbusds.jose.jwk.JWKSet
import com.nimbusds.jose.jwk.KeyUse
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator
import com.nimbusds.jose.jwk.source.JWKSource
import com.nimbusds.jose.proc.SecurityContext

/** The provider's signing key. Made on first use, because making one takes longer than starting everything else. */
internal class SigningKeys : JWKSource<SecurityContext> {
    private val keys by lazy {
        JWKSet(
            RSAKeyGenerator(2048)
                .keyUse(KeyUse.SIGNATURE)
                .keyIDFromThumbprint(true)
                .generate(),
        )
    }

    override fun get(
        jwkSelector: JWKSelector,
        context: SecurityContext?,
    ): List<JWK> = jwkSelector.select(keys)
}
