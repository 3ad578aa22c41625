// Tested by ApiPagesTest.
package io.github.oidcauth.internal.api

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.http.ApiResponse
import io.github.oidcauth.internal.addresses.UrlParts
import io.github.oidcauth.internal.text.printable
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/** The pages of a list, one after the other. Not thread-safe. */
internal fun interface Pages {
    /** Requests the next page and returns it, or null if there is none. */
    suspend fun next(): ApiResponse?
}

/** Returns a flow of the pages that [open] returns anew for each collector. */
internal fun flowOf(open: () -> Pages): Flow<ApiResponse> =
    flow {
        val pages = open()
        while (true) emit(pages.next() ?: break)
    }

/**
 * The pages from [first] on, each of which has a link to the next one (RFC 8288, `rel="next"`). A link is followed when the
 * caller requests the page behind it, and not before.
 */
internal class PageCursor(
    private val first: String,
    /** The origins that pages may have besides that of [first]. */
    private val origins: Set<String>,
    /** Requests the page at a URL; true if it is the first. */
    private val fetch: suspend (url: String, isFirst: Boolean) -> ApiResponse,
) : Pages {
    private var last: ApiResponse? = null
    private val visited = mutableSetOf<String>()

    override suspend fun next(): ApiResponse? {
        val before = last
        val url = if (before == null) first else nextOf(before) ?: return null
        val page = fetch(url, before == null)
        visited += url
        last = page
        return page
    }

    /** @throws InvalidResponseException when [page] leads where no request may be sent, or in a circle. */
    private fun nextOf(page: ApiResponse): String? {
        val link =
            page.links.firstOrNull { it.hasRelation("next") && (it.anchor == null || it.anchor == page.url) } ?: return null
        val url = link.url.substringBefore('#')
        val origin = UrlParts.of(url).origin
        // Not that of the page before, to which a redirect may have led: all pages are requested with the headers of the first.
        if (origin != UrlParts.of(first).origin && origin !in origins) {
            throw refusal(page, "is at another origin, ${origin.printable()}. Add it by origin() if it belongs to the API")
        }
        if (!isUrl(url)) throw refusal(page, "has an address that cannot be requested")
        if (url in visited) throw refusal(page, "is one that was there before, so that the pages would never end")
        if (visited.size >= MAX_PAGES) throw refusal(page, "is not requested, because there were $MAX_PAGES before it")
        return url
    }

    private fun isUrl(url: String): Boolean =
        try {
            ApiRoot.of(url).url == url
        } catch (_: InvalidConfigException) {
            false
        }

    private fun refusal(
        page: ApiResponse,
        reason: String,
    ) = InvalidResponseException("The next page of the API's list $reason.", page.statusCode)

    companion object {
        const val MAX_PAGES: Int = 10_000
    }
}
