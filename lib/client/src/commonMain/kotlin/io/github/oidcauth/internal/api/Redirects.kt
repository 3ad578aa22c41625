package io.github.oidcauth.internal.api

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.UrlParts
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.addresses.requestFault
import io.github.oidcauth.internal.addresses.resolveReference
import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.internal.transport.ReceivedResponse

/**
 * The redirects of one request (RFC 9110 §15.4). They are followed for GET and HEAD alone, at most [MAX_HOPS], from https to https
 * alone. Headers of the caller go to the same origin only, except for a few that are no secrets. Not thread-safe.
 */
internal class Redirects {
    private var hops = 0

    /**
     * Returns the request to send next, or null when [response] to [call] is the one to use: it is no redirect, or the caller does
     * not want to follow it.
     *
     * @throws InvalidResponseException when the redirect must not be followed.
     */
    fun next(
        call: ApiCall,
        response: ReceivedResponse,
    ): ApiCall? {
        if (!call.isFollowingRedirects || call.method !in METHODS || !isRedirect(response.statusCode)) return null
        val location = response.headers("Location").singleOrNull() ?: return null
        val target = resolve(call.url, location) ?: throw refusal(response, "it leads to an address that cannot be called")
        val isDowngrade = UrlParts.of(call.url).scheme == "https" && UrlParts.of(target).scheme != "https"
        if (isDowngrade) throw refusal(response, "it leads from https to an address without encryption")
        if (++hops > MAX_HOPS) throw refusal(response, "there were $MAX_HOPS before it")
        val isSameOrigin = UrlParts.of(call.url).origin == UrlParts.of(target).origin
        val headers = if (isSameOrigin) call.headers else call.headers.filter { it.first.lowercase() in HARMLESS }
        return ApiCall(call.method, target, headers, HttpCall.Body.None, true, call.timeout, call.limit, true, call.retries)
    }

    private fun resolve(
        url: String,
        location: String,
    ): String? {
        val isText = location.length <= MAX_LOCATION && location.all { it in '!'..'~' }
        val target = (if (isText) resolveReference(url, location) else null)?.substringBefore('#')
        return target?.takeIf { WebAddress.parse(it) != null && requestFault(it) == null }
    }

    private fun refusal(
        response: ReceivedResponse,
        reason: String,
    ) = InvalidResponseException(
        "The redirect of the API is not followed, because $reason. Request the right URL.",
        response.statusCode,
    )

    companion object {
        private const val MAX_HOPS = 10
        private const val MAX_LOCATION = 8_192
        private val METHODS = setOf("GET", "HEAD")
        private val STATUSES = setOf(301, 302, 303, 307, 308)
        private val HARMLESS = setOf("accept", "accept-language", "accept-encoding", "user-agent", "range", "cache-control")

        /** Returns true if a response with [statusCode] leads to another address. */
        fun isRedirect(statusCode: Int): Boolean = statusCode in STATUSES
    }
}
