package io.github.oidcauth.http

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.requests.Refusal
import io.github.oidcauth.internal.requests.RefusalReader
import kotlin.jvm.JvmSynthetic

/**
 * The authorization of one request, from [RequestAuthorizer.begin].
 *
 * Send the request with [headers], and ask [shouldRetry] about the response. If it returns true, close the response, and do both
 * again. If it returns false, the response is the one to use. Not thread-safe: one request has one of these.
 */
public class RequestAuthorization internal constructor(
    private val authorizer: RequestAuthorizer,
    private val method: String,
    private val url: String,
) {
    private var token: Token? = null
    private val retried = mutableSetOf<Refusal>()

    /**
     * Returns the headers to send: `Authorization`, and for a token that is bound to a key also `DPoP`, whose proof is valid for
     * one sending. They are secret.
     *
     * @throws AuthException if no token can be obtained, or it cannot be presented to an API.
     */
    @JvmSynthetic
    public suspend fun headers(): Map<String, String> {
        val current = token ?: authorizer.source.token()
        token = current
        return if (current.tokenType == BEARER) current.headers else authorizer.resources.headers(method, url, current)
    }

    /**
     * Returns true if the request is to be sent again, with new [headers].
     * [statusCode] and [headers] are those of the response, and the latter returns all values of the header of a name. A
     * request is sent again only if [isRepeatable], because its body can be sent again.
     *
     * @throws AuthException if another token is needed and cannot be obtained.
     */
    @JvmSynthetic
    public suspend fun shouldRetry(
        statusCode: Int,
        isRepeatable: Boolean,
        headers: (name: String) -> List<String>,
    ): Boolean {
        val used = checkNotNull(token) { "Ask for the headers of the request first." }
        if (used.tokenType != BEARER) authorizer.resources.learn(url, headers("DPoP-Nonce").singleOrNull())
        val refusal = RefusalReader.read(statusCode, headers("WWW-Authenticate")) ?: return false
        if (!isRepeatable || !retried.add(refusal)) return false
        when (refusal) {
            Refusal.NONCE -> Unit
            Refusal.TOKEN -> token = authorizer.source.token(used)
            Refusal.LOGIN, Refusal.SCOPE -> return false
        }
        return true
    }

    override fun toString(): String = "RequestAuthorization($method)"

    private companion object {
        const val BEARER = "Bearer"
    }
}
