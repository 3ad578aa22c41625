package io.github.oidcauth.sample.server.web

import io.github.oidcauth.sample.server.RecordedRequest
import jakarta.servlet.FilterChain
import jakarta.servlet.http.HttpServletRequest
import jakarta.servlet.http.HttpServletResponse
import org.springframework.web.filter.OncePerRequestFilter
import org.springframework.web.util.ContentCachingResponseWrapper

/**
 * Notes every request in the order of arrival. A response is noted before its first byte leaves, so whoever has received a
 * response finds it in [requests].
 */
internal class RequestLog : OncePerRequestFilter() {
    private class Entry(
        val method: String,
        val path: String,
    ) {
        var status: Int? = null
    }

    /** Guarded by itself, entries included; nothing but list and field access happens under this lock. */
    private val entries = mutableListOf<Entry>()

    val requests: List<RecordedRequest>
        get() =
            synchronized(entries) {
                entries.mapNotNull { entry -> entry.status?.let { RecordedRequest(entry.method, entry.path, it) } }
            }

    override fun doFilterInternal(
        request: HttpServletRequest,
        response: HttpServletResponse,
        filterChain: FilterChain,
    ) {
        val entry = Entry(request.method, request.requestURI)
        synchronized(entries) { entries += entry }
        val held = ContentCachingResponseWrapper(response)
        var status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR
        try {
            filterChain.doFilter(request, held)
            status = held.status
        } finally {
            synchronized(entries) { entry.status = status }
        }
        held.copyBodyToResponse()
    }
}
