package io.github.oidcauth.http

import io.github.oidcauth.AuthException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.requests.Refusal
import io.github.oidcauth.internal.requests.RefusalReader
import io.github.oidcauth.internal.requests.RetryStep
import io.github.oidcauth.internal.responses.ResourceErrorReader
import io.github.oidcauth.internal.tokens.AccessTokenType
import io.github.oidcauth.internal.transport.RetryAfter
import kotlinx.coroutines.delay
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration

/**
 * The authorization of one request, from [RequestAuthorizer.begin].
 *
 * Send the request with [headers], and call [shouldRetry] with the response. If it returns true, close the response, and do both
 * again. If it returns false, the response is the one to use. A redirect is another request, for which [RequestAuthorizer.begin]
 * is called again. Not thread-safe: each request has its own.
 */
public class RequestAuthorization internal constructor(
    private val authorizer: RequestAuthorizer,
    private val method: String,
    private val url: String,
) {
    private var token: Token? = null
    private var done = emptySet<RetryStep>()

    /**
     * Returns the headers to send: `Authorization`, and for a token that is bound to a key also `DPoP`, whose proof is valid for
     * one sending. They are secret.
     *
     * @throws AuthException if no token can be obtained, or it cannot be presented to an API.
     */
    @JvmSynthetic
    public suspend fun headers(): Map<String, String> = present(token ?: firstToken())

    private suspend fun firstToken(): Token = authorizer.tokens.first { done += RetryStep.REPLACE_TOKEN }

    /** Returns [headers] if that needs no waiting, else null. */
    internal fun headersNow(): Map<String, String>? = (token ?: authorizer.tokens.ready())?.let(::present)

    private fun present(current: Token): Map<String, String> {
        token = current
        return if (current.tokenType == BEARER) current.headers else authorizer.resources.headers(method, url, current)
    }

    /**
     * Returns true if the request is to be sent again, with new [headers].
     * [statusCode] and [headers] are those of the response, and the latter returns all values of the header of a name. A
     * request is sent again only if [isRepeatable], because its body can be sent again.
     *
     * Waits as long as `Retry-After` says, and for a new token or login, and can be cancelled meanwhile.
     *
     * @throws AuthException if another token is needed and the request for it fails. A source that has no way to get one, such as
     *     `TokenSource.of("token")`, leads to the response of the API instead.
     */
    @JvmSynthetic
    public suspend fun shouldRetry(
        statusCode: Int,
        isRepeatable: Boolean,
        headers: (name: String) -> List<String>,
    ): Boolean {
        if (isAccepted(statusCode, headers)) return false
        val used = requireToken()
        val type = AccessTokenType.find(used.tokenType) ?: AccessTokenType.BEARER
        val challenges = headers("WWW-Authenticate")
        val hasNonce = headers("DPoP-Nonce").size == 1
        val refusal = RefusalReader.read(statusCode, challenges, type, hasNonce) ?: return false
        if (refusal == Refusal.TOKEN && RetryStep.REPLACE_TOKEN in done) authorizer.tokens.replacedInVain(url)
        val pause = RetryAfter.read(headers("Retry-After"), headers("Date"), authorizer.clock) ?: Duration.ZERO
        val exception =
            ResourceErrorReader.decode(statusCode, challenges, "", type, listOf(used.accessToken)) as? OAuthException
        val step = authorizer.rule.next(refusal, done, isRepeatable, authorizer.tokens.isReplaceable(url), pause)
        done += step
        if (step != RetryStep.RETURN && step != RetryStep.REPLACE_TOKEN_LATER) delay(pause)
        return take(step, used, exception).also { isRetried -> if (!isRetried && exception != null) report(exception) }
    }

    /** Returns true if the response does not refuse the token. Stores the nonce for the next proofs, if it has one. */
    internal fun isAccepted(
        statusCode: Int,
        headers: (name: String) -> List<String>,
    ): Boolean {
        val used = requireToken()
        if (used.tokenType != BEARER) authorizer.resources.learn(url, headers("DPoP-Nonce").singleOrNull())
        if (statusCode < SERVER_ERROR && !RefusalReader.isCandidate(statusCode)) authorizer.tokens.accept(url)
        return !RefusalReader.isCandidate(statusCode)
    }

    private fun requireToken(): Token = checkNotNull(token) { "Ask for the headers of the request first." }

    private suspend fun take(
        step: RetryStep,
        used: Token,
        exception: OAuthException?,
    ): Boolean {
        when (step) {
            RetryStep.PROVE_AGAIN -> Unit
            RetryStep.REPLACE_TOKEN -> token = authorizer.tokens.replace(used) ?: return false
            RetryStep.STEP_UP -> token = stepUp(used, exception) ?: return false
            RetryStep.REPLACE_TOKEN_LATER -> return false.also { authorizer.tokens.replaceLater(used) }
            RetryStep.RETURN -> return false
        }
        return true
    }

    private suspend fun stepUp(
        used: Token,
        exception: OAuthException?,
    ): Token? = (exception as? InsufficientUserAuthenticationException)?.let { authorizer.tokens.stepUp(used, it) }

    private fun report(exception: OAuthException) = authorizer.refused?.refused(exception)

    override fun toString(): String = "RequestAuthorization($method)"
}

private const val BEARER = "Bearer"
private const val SERVER_ERROR = 500
