// Tested by ProtectedRequestTest.
package io.github.oidcauth.internal.dpop

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.internal.addresses.HttpTarget
import io.github.oidcauth.internal.responses.NonceChallenge
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.tokens.AccessTokenType
import io.github.oidcauth.internal.transport.ClientContext
import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.ProtectedRequest
import io.github.oidcauth.oauth2.ProtectedResponse

/**
 * Calls resource servers with access tokens (RFC 6750 §2.1, RFC 9449 §7). A token is sent to the requested address and nowhere
 * else. Does not validate the responses.
 */
internal class ResourceCaller(
    private val clientContext: ClientContext,
    private val prover: DPoPProver,
    private val allowInsecureHttp: Boolean,
) {
    private val nonces = DPoPNonces()

    /**
     * Gets [url] with [token]. [accept] contains the media types that the caller can read. All values that present the token are
     * added to [sent], because they must not appear in an error.
     *
     * @throws InvalidConfigException when [token] cannot be presented, or not at [url].
     * @throws TransportException when no response arrives.
     * @throws InvalidResponseException when the response is too large.
     */
    suspend fun get(
        url: String,
        token: Token,
        accept: String,
        sent: MutableList<String>,
    ): RawResponse = send("GET", url, token, sent) { HttpCall("GET", url, it + ("Accept" to accept)) }

    /** Sends [request] with [token]. Throws the exceptions of [get]. */
    suspend fun send(
        request: ProtectedRequest,
        token: Token,
    ): ProtectedResponse {
        val body = request.content?.let { HttpCall.Body.Octets(it.mediaType, it.octets) } ?: HttpCall.Body.None
        // A header may contain an API key.
        val sent = request.headers.filter { (name, _) ->
            SECRET_NAMES.any { it in name.lowercase() }
        }.map { it.second }.toMutableList()
        val response =
            send(request.method, request.url, token, sent) { HttpCall(request.method, request.url, it + request.headers, body) }
        return ProtectedResponse(response, typeOf(token), sent)
    }

    /**
     * Returns the headers that present [token] in one request of [method] to [url].
     *
     * @throws InvalidConfigException as [get] does.
     */
    fun headers(
        method: String,
        url: String,
        token: Token,
    ): Map<String, String> {
        val target = HttpTarget.of(url, allowInsecureHttp)
        if (typeOf(token) == AccessTokenType.BEARER) return token.headers
        return authorization(token).toMap() +
            (DPoPProver.HEADER to prover.proof(keyOf(token), method, target, nonces[target], token.accessToken))
    }

    /** Stores the [nonce] that the server at [url] requires in proofs from now on. */
    fun learn(
        url: String,
        nonce: String?,
    ): Unit = nonces.learn(HttpTarget.of(url, allowInsecureHttp), nonce)

    private suspend fun send(
        method: String,
        url: String,
        token: Token,
        sent: MutableList<String>,
        call: (List<Pair<String, String>>) -> HttpCall,
    ): RawResponse {
        HttpTarget.of(url, allowInsecureHttp)
        sent += token.accessToken
        val proofs =
            if (typeOf(token) == AccessTokenType.BEARER) {
                ProofSource.NONE
            } else {
                DPoPProofSource(keyOf(token), prover, nonces, token.accessToken, NonceChallenge::isFromResourceServer)
            }
        return proofs.exchange(method, url) { proof ->
            sent += proof.map { it.second }
            clientContext.transport.send(call(authorization(token) + proof))
        }
    }

    private fun authorization(token: Token): List<Pair<String, String>> =
        listOf("Authorization" to "${typeOf(token).wireName} ${token.accessToken}")

    private fun typeOf(token: Token): AccessTokenType =
        AccessTokenType.find(token.tokenType)?.takeIf { it in PRESENTABLE }
            ?: throw InvalidConfigException(
                "A token of this type is not presented to an API: only Bearer and DPoP tokens are. " +
                    "The result of a token exchange may be for a server only.",
            )

    /** A token that is bound to a missing key is useless. The key is missing when another program stored the token without it. */
    private fun keyOf(token: Token): DPoPKey =
        token.dpopKey ?: throw InvalidConfigException(
            "This token is bound to a key (DPoP), and the key is not stored with it. Log in again.",
        )

    private companion object {
        val PRESENTABLE = listOf(AccessTokenType.BEARER, AccessTokenType.DPOP)
        val SECRET_NAMES = listOf("key", "token", "secret", "auth", "cookie", "password", "signature")
    }
}
