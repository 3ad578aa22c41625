package io.github.oidcauth.internal.dpop

import io.github.oidcauth.internal.addresses.HttpTarget
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.oauth2.DPoPKey

/** Proves possession of [key] to servers of one kind, whose newest nonces are in [nonces]. */
internal class DPoPProofSource(
    private val key: DPoPKey,
    private val prover: DPoPProver,
    private val nonces: DPoPNonces,
    /** The token that is presented, null when one is asked for. */
    private val accessToken: String?,
    /** Whether a response refuses the request for want of a nonce. */
    private val isNonceChallenge: (RawResponse) -> Boolean,
) : ProofSource {
    /**
     * Sends once more, and never a third time, when the server refused the proof for want of a nonce and said which (RFC 9449
     * §8, §9). This is the one exception from "a POST is never sent twice": a server looks at the proof before all else, so
     * that a request which was refused for it has not been acted on.
     *
     * The nonce is that of this very refusal: what other requests learn meanwhile does not matter.
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
