package io.github.oidcauth.internal.transport

import io.github.oidcauth.TransportException
import io.ktor.util.AttributeKey
import kotlin.concurrent.Volatile

/**
 * The progress of one request. The engine records in it what the request currently waits for, so that [Transport] can report that
 * on a timeout. One thread writes at a time, any may read.
 */
internal class RequestProgress {
    /** Creates the exception to report if the timeout occurs now; null while the request waits for the server. */
    @Volatile
    var timeoutFailure: (() -> TransportException)? = null

    companion object {
        /** The attribute of a request that holds its progress. */
        val KEY: AttributeKey<RequestProgress> = AttributeKey("oidc-auth-progress")
    }
}
