// Tested by AccessTokensTest, RedirectsTest and OkHttpContractTest.
package io.github.oidcauth.okhttp

import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.http.TokenUnavailableException
import io.github.oidcauth.okhttp.internal.CallAuthorization
import okhttp3.Interceptor
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.Response

/**
 * Sends access tokens with the requests of an [OkHttpClient], by the rules of a [RequestAuthorizer]. Best installed by [accessTokens],
 * in Java [install], which follow all of these rules:
 *
 * ```
 * val client = OkHttpClient.Builder().accessTokens(tokens, "https://api.example.com").build()
 * ```
 *
 * - *`addInterceptor(AccessTokenInterceptor(…))` alone* sends the token with each call, and repeats a call that the API refuses. An
 *   application interceptor sees no redirects, so OkHttp's own rule holds for them: the token stays within the origin. It is sent to
 *   another one of the origins only after that has refused the call with a 401. Tokens that are bound to a key (DPoP) are refused, since
 *   their proof is for one URL and would follow redirects. An interceptor that changes the URL of a request has to be added before.
 * - *`addNetworkInterceptor(AccessTokenInterceptor(…))` alone* judges each redirect by its own URL, but cannot repeat a request; with
 *   [AccessTokenAuthenticator] beside it, a 401 leads to another token.
 *
 * A request whose body can be sent only once (`isOneShot`, `isDuplex`) is not repeated, and the response is returned as it is. If no
 * token can be obtained, the call fails with a [TokenUnavailableException], whose cause names the reason.
 * `Call.cancel`, the timeout of the call and an interrupted thread end the waiting for a token within 50 ms; other calls that wait for
 * the same token go on. [Response.request] has no token. Requests by which this library obtains tokens are never given one, if they
 * use the same client.
 *
 * Immutable and thread-safe; one can serve many clients.
 */
public class AccessTokenInterceptor private constructor(
    private val authorizer: RequestAuthorizer,
    private val isJudgingHops: Boolean,
) : Interceptor {
    /** Creates an interceptor that sends tokens by the rules of [authorizer]. */
    public constructor(authorizer: RequestAuthorizer) : this(authorizer, isJudgingHops = false)

    /**
     * Creates an interceptor that sends the tokens of [tokens] to [origins], such as `https://api.example.com`.
     *
     * @throws io.github.oidcauth.InvalidConfigException if there are no origins, or no token may be sent to one of them.
     */
    public constructor(tokens: TokenSource, vararg origins: String) : this(RequestAuthorizer.of(tokens, *origins))

    override fun intercept(chain: Interceptor.Chain): Response =
        when {
            // A source that waits for this request must not be asked for its token.
            chain.request().tag(String::class) == TOKEN_REQUEST -> chain.proceed(chain.request())

            chain.connection() == null -> call(chain)

            else -> hop(chain)
        }

    /** Sends the request of a call, with all its redirects, and sends the last one of them again if that is needed. */
    private fun call(chain: Interceptor.Chain): Response {
        val authorization = CallAuthorization(authorizer, isJudgingHops, CallAuthorization.of(chain.request()))
        var request: Request? = authorization.begin(chain.request(), chain.call())
        while (true) {
            val response = chain.proceed(checkNotNull(request))
            request = response.closedOnFailure { authorization.repeat(response, chain.call()::isCanceled) }
            if (request == null) return authorization.withoutTokens(response)
            response.close()
        }
    }

    /** Sends the request of a call or of a redirect to the host that the connection leads to. */
    private fun hop(chain: Interceptor.Chain): Response {
        val request = chain.request()
        val tag = CallAuthorization.of(request)
        val ofCall = tag?.find(authorizer)
        if (ofCall != null) return chain.proceed(ofCall.forHop(request, chain.call()))
        val ofHop = CallAuthorization(authorizer, isJudgingHops = true, outer = tag)
        val response = chain.proceed(ofHop.forHop(request, chain.call()))
        response.closedOnFailure { ofHop.note(response, chain.call()) }
        return response
    }

    override fun toString(): String = "AccessTokenInterceptor($authorizer)"

    public companion object {
        /** The tag of the requests by which this library obtains tokens. */
        private const val TOKEN_REQUEST = "oidc-auth-transport"

        /** Installs the tokens of [authorizer] in [builder], and returns it: see [accessTokens]. */
        @JvmStatic
        public fun install(
            builder: OkHttpClient.Builder,
            authorizer: RequestAuthorizer,
        ): OkHttpClient.Builder {
            val interceptor = AccessTokenInterceptor(authorizer, isJudgingHops = true)
            return builder.addInterceptor(interceptor).addNetworkInterceptor(interceptor)
        }

        /**
         * Installs [tokens] in [builder], for [origins] alone, and returns it: see [accessTokens].
         *
         * @throws io.github.oidcauth.InvalidConfigException if there are no origins, or no token may be sent to one of them.
         */
        @JvmStatic
        public fun install(
            builder: OkHttpClient.Builder,
            tokens: TokenSource,
            vararg origins: String,
        ): OkHttpClient.Builder = install(builder, RequestAuthorizer.of(tokens, *origins))
    }
}

/** Runs [block], and closes this response if it throws. */
private inline fun <T> Response.closedOnFailure(block: () -> T): T {
    var isDone = false
    try {
        return block().also { isDone = true }
    } finally {
        if (!isDone) close()
    }
}
