package io.github.oidcauth.okhttp.internal

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.http.RequestAuthorization
import okhttp3.HttpUrl
import okhttp3.Request
import okhttp3.Response

/** One request to one URL, which may be that of a redirect. Not thread-safe. */
internal class Hop(
    private val method: String,
    private val url: HttpUrl,
    val authorization: RequestAuthorization,
) {
    /** True when the newest headers have been sent: those of a token that is bound to a key are for one sending. */
    var isSent = false

    fun isOf(request: Request): Boolean = method == request.method && url == request.url

    /** Returns headers for the next sending. */
    suspend fun headers(isJudgingHops: Boolean): Map<String, String> {
        val headers = authorization.headers()
        if (!isJudgingHops && DPOP in headers) {
            throw InvalidConfigException(
                "The token is bound to a key, and its proof for one URL would follow redirects to others. " +
                    "Install the tokens with OkHttpClient.Builder.accessTokens, in Java AccessTokenInterceptor.install.",
            )
        }
        isSent = false
        return headers
    }

    suspend fun shouldRetry(
        response: Response,
        isRepeatable: Boolean,
    ): Boolean = authorization.shouldRetry(response.code, isRepeatable) { response.headers(it) }

    private companion object {
        const val DPOP = "DPoP"
    }
}
