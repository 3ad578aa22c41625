package io.github.oidcauth.internal.dpop

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.addresses.HttpTarget
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.oauth2.DPoPKey
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** Makes proofs of possession (RFC 9449 §4.2). Sends nothing, keeps nothing. */
internal class DPoPProver(
    private val clientContext: ClientContext,
    /** `dpop_signing_alg_values_supported` of the authorization server (RFC 9449 §5.1), whose names APIs beside it know too. */
    private val supported: List<String>? = null,
) {
    /**
     * A proof for one request, with an identifier that no other one has. [accessToken] is the token that is presented along with
     * it, null at a token endpoint.
     *
     * @throws InvalidConfigException when the numbers of [key] do not belong together.
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

        /** 128 bits; RFC 9449 §4.2 asks for 96. */
        private const val JTI_OCTETS = 16
    }
}
