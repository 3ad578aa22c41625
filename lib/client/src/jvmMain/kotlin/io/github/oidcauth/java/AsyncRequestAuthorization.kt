package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.http.RequestAuthorization
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.internal.concurrent.future
import java.util.concurrent.CompletableFuture
import java.util.function.Function

/**
 * [RequestAuthorization] with futures, from [BlockingRequestAuthorization.async]. Each function starts its work and returns a
 * future at once, which completes with the result or with an [AuthException]. It is complete if nothing has to be waited for.
 *
 * Cancelling that future cancels the work, as cancelling a coroutine does. The work runs on threads of `Dispatchers.Default`,
 * which complete the future too: pass an executor to `thenApplyAsync` and its like for a stage that blocks. Not thread-safe: each
 * request has its own.
 */
public class AsyncRequestAuthorization internal constructor(
    private val authorization: RequestAuthorization,
) {
    /** @see RequestAuthorization.headers */
    public fun headers(): CompletableFuture<Map<String, String>> = ready { headersNow() } ?: future { authorization.headers() }

    /** @see RequestAuthorization.shouldRetry */
    public fun shouldRetry(
        statusCode: Int,
        isRepeatable: Boolean,
        headers: Function<String, List<String>>,
    ): CompletableFuture<Boolean> =
        ready { isAccepted(statusCode, headers::apply).takeIf { it }?.not() }
            ?: future { authorization.shouldRetry(statusCode, isRepeatable, headers::apply) }

    /** Returns a future with the result of [work], which does not wait, or null if it has none. */
    private inline fun <T : Any> ready(work: RequestAuthorization.() -> T?): CompletableFuture<T>? =
        try {
            authorization.work()?.let { CompletableFuture.completedFuture(it) }
        } catch (e: AuthException) {
            CompletableFuture.failedFuture(e)
        }

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
