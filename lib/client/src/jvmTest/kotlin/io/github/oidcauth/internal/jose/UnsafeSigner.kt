package io.github.oidcauth.internal.jose

import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm

/** Makes tokens that [JwsSigner] would refuse to make: with any header and content, but a signature that is right. */
internal object UnsafeSigner {
    private val signatures = NimbusSignatures()

    fun sign(
        header: String,
        payload: String,
        key: Jwk,
        algorithm: JwsAlgorithm,
    ): String {
        val input = "${encode(header)}.${encode(payload)}"
        return "$input.${Base64Url.encode(signatures.sign(input.encodeToByteArray(), key, algorithm))}"
    }

    fun encode(text: String): String = Base64Url.encode(text.encodeToByteArray())
}
