// Tested by AuthorizedHttpClientTest.
package io.github.oidcauth.internal.requests

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.future.await
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ExecutionException

/** Returns this request with [headers] in addition. */
internal fun HttpRequest.with(headers: Map<String, String>): HttpRequest =
    HttpRequest.newBuilder(this) { _, _ -> true }.also { headers.forEach(it::setHeader) }.build()

/** Awaits the response, and discards it if the caller is cancelled meanwhile. */
internal suspend fun <T> CompletableFuture<HttpResponse<ReceivedBody<T>>>.awaitResponse(): HttpResponse<ReceivedBody<T>> =
    try {
        await()
    } catch (e: CancellationException) {
        whenComplete { response, _ -> response?.body()?.abandon() }
        throw e
    }

private fun ReceivedBody<*>.abandon() {
    when (this) {
        is ReceivedBody.Held -> discard()
        is ReceivedBody.Read -> (value as? AutoCloseable)?.close()
    }
}

/** Returns what [decide] returns. The body is discarded if that is true, or if it throws. */
internal inline fun ReceivedBody.Held<*>.discardIf(decide: () -> Boolean): Boolean {
    var isKept = false
    try {
        isKept = !decide()
    } finally {
        if (!isKept) discard()
    }
    return !isKept
}

/** Waits for the body as the JDK's client does: an interrupt cancels, and the cause of a failure is thrown. */
internal fun <T> CompletableFuture<T>.waitFor(): T =
    try {
        get()
    } catch (e: InterruptedException) {
        cancel(true)
        throw e
    } catch (e: ExecutionException) {
        throw e.cause ?: e
    }
