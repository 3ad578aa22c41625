package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.http.RequestAuthorization
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.internal.concurrent.runBlocking
import java.util.function.Function

/**
 * [RequestAuthorization] for callers without coroutines. The functions keep the calling thread until they are done; interrupt it
 * to cancel them. Not thread-safe: each request has its own.
 */
public class BlockingRequestAuthorization private constructor(
    private val authorization: RequestAuthorization,
) {
    /** @see RequestAuthorization.headers */
    @Throws(AuthException::class)
    public fun headers(): Map<String, String> = authorization.headersNow() ?: runBlocking { authorization.headers() }

    /** @see RequestAuthorization.shouldRetry */
    @Throws(AuthException::class)
    public fun shouldRetry(
        statusCode: Int,
        isRepeatable: Boolean,
        headers: Function<String, List<String>>,
    ): Boolean {
        if (authorization.isAccepted(statusCode, headers::apply)) return false
        return runBlocking { authorization.shouldRetry(statusCode, isRepeatable, headers::apply) }
    }

    /** Returns the same authorization with futures. */
    public fun async(): AsyncRequestAuthorization = AsyncRequestAuthorization(authorization)

    override fun toString(): String = authorization.toString()

    public companion object {
        /** Begins the authorization of one request: see [RequestAuthorizer.begin]. */
        @JvmStatic
        public fun begin(
            authorizer: RequestAuthorizer,
            method: String,
            url: String,
            hasAuthorization: Boolean,
        ): BlockingRequestAuthorization? = authorizer.begin(method, url, hasAuthorization)?.let(::BlockingRequestAuthorization)
    }
}
