package io.github.oidcauth.internal.jose

import io.github.oidcauth.internal.crypto.JdkDigest
import io.github.oidcauth.internal.crypto.SecureRandomSource
import io.github.oidcauth.internal.keys.JdkKeyTool

/**
 * The implementation of [Jose] on the JVM. No class of Nimbus is loaded before [jose] is used: a token from the store needs none.
 */
internal object NimbusJose {
    val jose: Jose by lazy {
        val signatures = NimbusSignatures()
        Jose(
            JwsSigner(signatures),
            JwsVerifier(signatures),
            NimbusCodec(),
            JdkKeyTool(SecureRandomSource, JdkDigest),
            JdkDigest,
        )
    }
}
