package io.github.oidcauth.internal.transport

import io.github.oidcauth.TransportException
import io.ktor.util.AttributeKey
import kotlin.concurrent.Volatile

/**
 * The way of one request, on which an engine notes whom it waits for: when the time is over, [Transport] knows no more than that. One thread
 * writes at a time, any may read.
 */
internal class RequestProgress {
    /** Makes the failure to report when the time ends now; null while it is the server that is waited for. */
    @Volatile
    var timeoutFailure: (() -> TransportException)? = null

    companion object {
        /** The place of the progress among the attributes of a request. */
        val KEY: AttributeKey<RequestProgress> = AttributeKey("oidc-auth-progress")
    }
}
