package io.github.oidcauth.java

import io.github.oidcauth.http.RequestAuthorization
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.internal.concurrent.future
import java.util.concurrent.CompletableFuture
import java.util.function.Function

/**
 * [RequestAuthorization] with futures, from [BlockingRequestAuthorization.async]. Each function starts its work and returns a
 * future at once, which completes with the result or with an [io.github.oidcauth.AuthException].
 *
 * Cancelling that future cancels the work, as cancelling a coroutine does. The work runs on threads of `Dispatchers.Default`,
 * which complete the future too: pass an executor to `thenApplyAsync` and its like for a stage that blocks. Not thread-safe: one
 * request has one of these.
 */
public class AsyncRequestAuthorization internal constructor(
    private val authorization: RequestAuthorization,
) {
    /** @see RequestAuthorization.headers */
    public fun headers(): CompletableFuture<Map<String, String>> = future { authorization.headers() }

    /** @see RequestAuthorization.shouldRetry */
    public fun shouldRetry(
        statusCode: Int,
        isRepeatable: Boolean,
        headers: Function<String, List<String>>,
    ): CompletableFuture<Boolean> = future { authorization.shouldRetry(statusCode, isRepeatable, headers::apply) }

    override fun toString(): String = authorization.toString()

    public companion object {
        /** Begins the authorization of one request: see [RequestAuthorizer.begin]. */
        @JvmStatic
        public fun begin(
            authorizer: RequestAuthorizer,
            method: String,
            url: String,
            hasAuthorization: Boolean,
        ): AsyncRequestAuthorization? = authorizer.begin(method, url, hasAuthorization)?.let(::AsyncRequestAuthorization)
    }
}
