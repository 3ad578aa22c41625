package io.github.oidcauth.internal.api

import io.github.oidcauth.http.ApiResponse
import io.github.oidcauth.internal.concurrent.runBlocking
import java.util.Spliterator
import java.util.Spliterators.AbstractSpliterator
import java.util.function.Consumer
import java.util.stream.Stream
import java.util.stream.StreamSupport

/** Returns a sequential stream of the pages that [open] returns. Each is requested when the stream comes to it. */
internal fun streamOf(
    open: () -> Pages,
): Stream<ApiResponse> = StreamSupport.stream({ PageSpliterator(open()) }, CHARACTERISTICS, false)

private const val CHARACTERISTICS = Spliterator.ORDERED or Spliterator.NONNULL

private class PageSpliterator(
    private val pages: Pages,
) : AbstractSpliterator<ApiResponse>(Long.MAX_VALUE, CHARACTERISTICS) {
    override fun tryAdvance(action: Consumer<in ApiResponse>): Boolean {
        val page = runBlocking { pages.next() } ?: return false
        action.accept(page)
        return true
    }

    /** One page leads to the next, so that the pages cannot be requested in parallel. */
    override fun trySplit(): Spliterator<ApiResponse>? = null
}
