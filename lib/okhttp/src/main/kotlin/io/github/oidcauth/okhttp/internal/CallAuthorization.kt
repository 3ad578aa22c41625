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
        return if (isLeftAlone) rebuilt(request, this, emptyMap()) else authorize(request, call::isCanceled)
    }

    /** Returns [request] as it is sent over the network: without the token of another hop, with its own if it may have one. */
    fun forHop(
        request: Request,
        call: Call,
    ): Request {
        val isReady = isLeftAlone || hop?.run { isOf(request) && !isSent } == true
        return (if (isReady) request else authorize(request, call::isCanceled)).also { hop?.isSent = true }
    }

    /** Records what [response] says of the token, where [repeat] does not: its nonce, and a scope that the token lacks. */
    fun note(
        response: Response,
        call: Call,
    ) {
        val last = hop
        if (last == null || response.code == UNAUTHORIZED) return
        Cancellation(call::isCanceled).await { last.shouldRetry(response, isRepeatable = false) }
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
    fun withoutTokens(response: Response): Response =
        response.newBuilder().request(rebuilt(response.request, outer, emptyMap())).build()

    /** Returns the hop of [request] if a token was sent with it. */
    private fun refusedHop(request: Request): Hop? {
        val last = hop
        if (last == null || last.isOf(request)) return last
        // OkHttp keeps the header in redirects within an origin, where no network interceptor checks them.
        return if (request.header(AUTHORIZATION) in sent) newHop(request, last) else null
    }

    private fun authorize(
        request: Request,
        cancellation: Cancellation,
    ): Request {
        val current = hop?.takeIf { it.isOf(request) && isOurs(request) } ?: newHop(request)
        hop = current
        val headers = if (current == null) emptyMap() else cancellation.await { current.headers(isJudgingHops) }
        return rebuilt(request, this, headers).also { sent += headers.values }
    }

    private fun newHop(
        request: Request,
        last: Hop? = null,
    ): Hop? {
        val started = authorizer.begin(request.method, request.url.toString(), !isOurs(request)) ?: return null
        return Hop(request.method, request.url, last?.authorization ?: started)
    }

    /** False if the caller, or its authenticator, has sent an `Authorization` header of its own; OkHttp drops it in redirects. */
    private fun isOurs(response: Response) = generateSequence(response) { it.priorResponse }.all { isOurs(it.request) }

    private fun isOurs(request: Request) = request.header(AUTHORIZATION).let { it == null || it in sent }

    /** Returns [request] with [tag], and with [headers] in place of those that were sent before. */
    private fun rebuilt(
        request: Request,
        tag: CallAuthorization?,
        headers: Map<String, String>,
    ): Request =
        request.newBuilder().run {
            for ((name, value) in request.headers) if (value in sent) removeHeader(name)
            for ((name, value) in headers) header(name, value)
            tag(CallAuthorization::class, tag).build()
        }

    override fun toString(): String = "CallAuthorization($authorizer)"

    companion object {
        /** Returns the authorization that is attached to [request]. */
        fun of(request: Request): CallAuthorization? = request.tag(CallAuthorization::class)
    }
}
