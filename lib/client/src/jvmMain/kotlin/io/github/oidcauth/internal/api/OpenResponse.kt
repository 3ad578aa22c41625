// Tested by ApiClientFromJavaTest.
package io.github.oidcauth.internal.api

import io.github.oidcauth.http.ApiStream
import io.github.oidcauth.internal.concurrent.future
import io.github.oidcauth.internal.concurrent.runBlocking
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.future.await
import java.io.InputStream
import java.util.concurrent.CompletableFuture

/** A response that is open until it is closed, for callers that read it by themselves and not in a block. */
internal class OpenResponse private constructor(
    val response: ApiStream,
    private val closed: CompletableDeferred<Unit>,
    private val request: CompletableFuture<Unit>,
) : AutoCloseable {
    /** The body. Closing it closes the response. */
    val body: InputStream = BodyStream(response.channel, ::close)

    /** Returns when the connection is free. */
    override fun close() {
        closed.complete(Unit)
        // A failure is ignored from now on: the caller has read what it needs.
        runBlocking { request.handle { _, _ -> }.await() }
    }

    companion object {
        /** Returns the body of the response of [stream], which must have content. Closing it closes the response. */
        suspend fun bodyOf(stream: suspend (read: suspend (ApiStream) -> Unit) -> Unit): InputStream =
            of { read -> stream { read(it.requireContent()) } }.body

        /**
         * Returns the response of [stream], which calls its argument with it. If the caller is cancelled before, so is the request.
         */
        suspend fun of(stream: suspend (read: suspend (ApiStream) -> Unit) -> Unit): OpenResponse {
            val opened = CompletableDeferred<ApiStream>()
            val closed = CompletableDeferred<Unit>()
            val request =
                future {
                    stream { response ->
                        opened.complete(response)
                        closed.await()
                    }
                }
            request.whenComplete { _, failure -> failure?.let(opened::completeExceptionally) }
            var isReturned = false
            try {
                return OpenResponse(opened.await(), closed, request).also { isReturned = true }
            } finally {
                if (!isReturned) request.cancel(false)
            }
        }
    }
}
