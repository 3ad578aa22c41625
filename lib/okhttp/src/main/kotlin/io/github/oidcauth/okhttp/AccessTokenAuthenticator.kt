package io.github.oidcauth.okhttp

import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.okhttp.internal.CallAuthorization
import io.github.oidcauth.okhttp.internal.Cancellation
import okhttp3.Authenticator
import okhttp3.Request
import okhttp3.Response
import okhttp3.Route

private const val UNAUTHORIZED = 401

/**
 * Sends an access token only after an API has responded with 401, in the style that OkHttp calls reactive, by the rules of a
 * [RequestAuthorizer].
 *
 * ```
 * val client = OkHttpClient.Builder().authenticator(AccessTokenAuthenticator(tokens, "https://api.example.com")).build()
 * ```
 *
 * Each call costs one request more than with [accessTokens], which sends the token at once. This is for APIs that most calls reach
 * without a token, and beside an [AccessTokenInterceptor] that is a network interceptor. Alone it refuses tokens that are bound to a
 * key (DPoP), whose proof would follow redirects.
 *
 * The token is sent once, and another one once more if the first is refused. Requests with an `Authorization` header, responses of
 * proxies (407), and requests whose body can be sent only once are left alone. An authenticator of OkHttp does not know its call, so
 * `Call.cancel` does not end the waiting for a token; interrupting the thread does.
 *
 * Immutable and thread-safe; one can serve many clients.
 */
public class AccessTokenAuthenticator(
    private val authorizer: RequestAuthorizer,
) : Authenticator {
    /**
     * Creates an authenticator that sends the tokens of [tokens] to [origins], such as `https://api.example.com`.
     *
     * @throws io.github.oidcauth.InvalidConfigException if there are no origins, or no token may be sent to one of them.
     */
    public constructor(tokens: TokenSource, vararg origins: String) : this(RequestAuthorizer.of(tokens, *origins))

    /** Returns the request to send after [response], or null if [response] is the one to use. */
    override fun authenticate(
        route: Route?,
        response: Response,
    ): Request? {
        if (response.code != UNAUTHORIZED) return null
        val tag = CallAuthorization.of(response.request) ?: response.networkResponse?.let { CallAuthorization.of(it.request) }
        val authorization = tag?.find(authorizer) ?: CallAuthorization(authorizer, isJudgingHops = false, outer = tag)
        return authorization.repeat(response, Cancellation.NEVER)
    }

    override fun toString(): String = "AccessTokenAuthenticator($authorizer)"
}
