// Tested by AccessTokensTest, RedirectsTest and OkHttpContractTest.
package io.github.oidcauth.okhttp.internal

import io.github.oidcauth.http.RequestAuthorizer
import okhttp3.Call
import okhttp3.Request
import okhttp3.Response

private const val AUTHORIZATION = "Authorization"
private const val UNAUTHORIZED = 401

/** Redirects to other servers may each need a nonce and another token. More repetitions are a server's loop. */
private const val MOST_REPETITIONS = 8

/**
 * The authorization of one call of OkHttp: of its first request, its redirects and repetitions. A tag of the requests, because OkHttp
 * shows application interceptors the first request only, and network interceptors and authenticators each one by itself.
 *
 * Not thread-safe: OkHttp handles the requests of a call one after the other. [outer] belongs to another interceptor of the client.
 */
internal class CallAuthorization(
    private val authorizer: RequestAuthorizer,
    private val isJudgingHops: Boolean,
    private val outer: CallAuthorization?,
) {
    private val sent = mutableSetOf<String>()
    private var hop: Hop? = null
    private var repetitions = 0
    private var isLeftAlone = false

    /** The response that [repeat] was asked about: by an authenticator first, and by an interceptor when that is done. */
    private var judged: Response? = null

    fun find(wanted: RequestAuthorizer): CallAuthorization? = if (authorizer === wanted) this else outer?.find(wanted)

    /** Returns the first [request] of a call with what it needs. One with an `Authorization` header leaves the whole call alone. */
    fun begin(
        request: Request,
        call: Call,
    ): Request {
        isLeftAlone = request.header(AUTHORIZATION) != null
        return if (isLeftAlone) tagged(request) else authorize(request, call::isCanceled)
    }

    /** Returns [request] as it is sent over the network: without the token of another hop, with its own if it may have one. */
    fun forHop(
        request: Request,
        call: Call,
    ): Request {
        val isReady = isLeftAlone || hop?.run { isOf(request) && !isSent } == true
        return (if (isReady) request else authorize(request, call::isCanceled)).also { hop?.isSent = true }
    }

    /** Takes note of [response] where nobody else does: of its nonce, and of a scope that the token lacks. */
    fun note(
        response: Response,
        call: Call,
    ) {
        val sent = hop ?: return
        if (response.code !=
            UNAUTHORIZED
        ) {
            Cancellation(call::isCanceled).await { sent.shouldRetry(response, isRepeatable = false) }
        }
    }

    /** Returns the request that is to be sent after [response], or null if that is the one to use. Closes nothing. */
    fun repeat(
        response: Response,
        cancellation: Cancellation,
    ): Request? {
        val request = response.request
        val isFromCache = response.cacheResponse != null && response.networkResponse == null
        val isKnown = response.networkResponse != null && response.networkResponse === judged
        if (isLeftAlone || isFromCache || isKnown || repetitions >= MOST_REPETITIONS || !isOurs(response)) return null
        judged = response.networkResponse
        val refused = refusedHop(request)
        val isRepeatable = request.body?.run { !isOneShot() && !isDuplex() } ?: true
        val isWanted =
            if (refused == null) {
                response.code == UNAUTHORIZED && isRepeatable
            } else {
                cancellation.await { refused.shouldRetry(response, isRepeatable) }
            }
        if (!isWanted) return null
        repetitions++
        hop = refused
        return authorize(request, cancellation).takeIf { hop != null }
    }

    /** Returns [response] as the caller sees it. */
    fun withoutTokens(response: Response): Response {
        val request = bare(response.request).newBuilder().tag(CallAuthorization::class, outer).build()
        return response.newBuilder().request(request).build()
    }

    /** Returns the hop of [request] if a token was sent with it. */
    private fun refusedHop(request: Request): Hop? {
        val last = hop
        if (last == null || last.isOf(request)) return last
        // OkHttp keeps the header in redirects within an origin, where no network interceptor judges them.
        return if (request.header(AUTHORIZATION) in sent) newHop(bare(request), last) else null
    }

    private fun authorize(
        request: Request,
        cancellation: Cancellation,
    ): Request {
        val bare = bare(request)
        val current = if (hop?.isOf(bare) == true && isOurs(request)) hop else newHop(bare)
        hop = current
        if (current == null) return tagged(bare)
        val headers = cancellation.await { current.headers(isJudgingHops) }
        sent += headers.values
        return tagged(bare).newBuilder().apply { for ((name, value) in headers) header(name, value) }.build()
    }

    private fun newHop(
        bare: Request,
        last: Hop? = null,
    ): Hop? {
        val started = authorizer.begin(bare.method, bare.url.toString(), bare.header(AUTHORIZATION) != null) ?: return null
        return Hop(bare.method, bare.url, last?.authorization ?: started)
    }

    /** False if the caller, or its authenticator, has sent an `Authorization` header of its own; OkHttp drops it in redirects. */
    private fun isOurs(response: Response) = generateSequence(response) { it.priorResponse }.all { isOurs(it.request) }

    private fun isOurs(request: Request) = request.header(AUTHORIZATION).let { it == null || it in sent }

    private fun bare(request: Request): Request {
        val ours = request.headers.filter { (_, value) -> value in sent }
        return if (ours.isEmpty()) request else request.newBuilder().apply { for ((name) in ours) removeHeader(name) }.build()
    }

    private fun tagged(request: Request): Request =
        if (of(request) === this) request else request.newBuilder().tag(CallAuthorization::class, this).build()

    override fun toString(): String = "CallAuthorization($authorizer)"

    companion object {
        /** Returns the authorization that is attached to [request]. */
        fun of(request: Request): CallAuthorization? = request.tag(CallAuthorization::class)
    }
}
