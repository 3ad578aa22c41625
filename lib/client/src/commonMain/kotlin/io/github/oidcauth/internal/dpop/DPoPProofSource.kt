package io.github.oidcauth.internal.dpop

import io.github.oidcauth.internal.addresses.HttpTarget
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.oauth2.DPoPKey

/** Proves possession of [key] to servers of one kind. Their newest nonces are in [nonces]. */
internal class DPoPProofSource(
    private val key: DPoPKey,
    private val prover: DPoPProver,
    private val nonces: DPoPNonces,
    /** The access token that the request presents, or null when it requests one. */
    private val accessToken: String?,
    /** Returns whether a response refuses the request because its proof lacks a nonce. */
    private val isNonceChallenge: (RawResponse) -> Boolean,
) : ProofSource {
    /**
     * Sends the request, and sends it a second time if the server refused the proof because of a missing nonce and provided one
     * (RFC 9449 §8, §9). It never sends it a third time. This is the only exception from the rule "a POST is never sent twice": a
     * server checks the proof first, so it has not acted on a request that it refused for its proof.
     *
     * The second proof has the nonce of this refusal, even if other requests have received newer ones meanwhile.
     */
    override suspend fun exchange(
        method: String,
        url: String,
        attempt: suspend (headers: List<Pair<String, String>>) -> RawResponse,
    ): RawResponse {
        val target = HttpTarget.of(url)
        val used = nonces[target]
        val response = attempt(headers(method, target, used))
        val fresh = DPoPNonces.of(response)
        nonces.learn(target, fresh)
        if (fresh == null || fresh == used || !isNonceChallenge(response)) return response
        return attempt(headers(method, target, fresh)).also { nonces.learn(target, DPoPNonces.of(it)) }
    }

    private fun headers(
        method: String,
        target: HttpTarget,
        nonce: String?,
    ) = listOf(DPoPProver.HEADER to prover.proof(key, method, target, nonce, accessToken))

    override fun toString(): String = "DPoPProofSource($key)"
}
