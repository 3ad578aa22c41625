package io.github.oidcauth.internal.dpop

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.addresses.HttpTarget
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.DPoPKey
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** Creates proofs of possession (RFC 9449 §4.2). Sends nothing, stores nothing. */
internal class DPoPProver(
    private val clientContext: ClientContext,
    /**
     * `dpop_signing_alg_values_supported` of the authorization server (RFC 9449 §5.1). Resource servers that belong to it know
     * the same names.
     */
    private val supported: List<String>? = null,
) {
    /**
     * Returns a proof for one request, with a unique identifier. [accessToken] is the token that the request presents, or null at
     * a token endpoint.
     *
     * @throws InvalidConfigException when the parameters of [key] do not belong together.
     */
    fun proof(
        key: DPoPKey,
        method: String,
        target: HttpTarget,
        nonce: String?,
        accessToken: String?,
    ): String {
        val claims =
            buildJsonObject {
                put("jti", clientContext.random.base64Url(JTI_OCTETS))
                put("htm", method)
                put("htu", target.htu)
                put("iat", clientContext.clock.now().epochSeconds)
                accessToken?.let { put("ath", Base64Url.encode(clientContext.jose.digest.sha256(it.encodeToByteArray()))) }
                nonce?.let { put("nonce", it) }
            }
        val header = buildJsonObject { put("jwk", key.public.toJson()) }
        val name = key.algorithm.nameFor(supported, key.algorithmName)
        return clientContext.jose.signer.sign(claims, key.private, key.algorithm, TYPE, header, name)
    }

    companion object {
        const val HEADER: String = "DPoP"
        const val ALGORITHMS: String = "dpop_signing_alg_values_supported"
        private const val TYPE = "dpop+jwt"

        /** 128 bits; RFC 9449 §4.2 requires 96. */
        private const val JTI_OCTETS = 16
    }
}
