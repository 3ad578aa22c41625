// Tested by AccessTokenCredentialsTest and AccessTokenClientInterceptorTest.
package io.github.oidcauth.grpc.internal

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.http.RequestAuthorization
import io.github.oidcauth.http.RequestAuthorizer
import io.grpc.CallCredentials
import io.grpc.Metadata
import io.grpc.Status
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.future.future
import java.util.concurrent.CompletionException
import java.util.concurrent.Executor
import java.util.concurrent.atomic.AtomicReference
import kotlin.coroutines.cancellation.CancellationException

/**
 * The tokens of one call, in [parent], whose cancellation ends the waiting for one. [before] has those of the same call when it was
 * refused: its authorization is continued, so that the rules know of both refusals. Thread-safe.
 */
internal class CallTokens(
    private val authorizer: RequestAuthorizer,
    private val parent: Job? = null,
    before: CallTokens? = null,
) : CallCredentials() {
    private val continued = AtomicReference(before?.sent)

    /** The authorization of the newest sending that has a token, or null. gRPC itself may send a call more than once. */
    @Volatile
    var sent: RequestAuthorization? = null
        private set

    override fun applyRequestMetadata(
        requestInfo: RequestInfo,
        appExecutor: Executor,
        applier: MetadataApplier,
    ) {
        sent = null
        val origin = CallOrigin(requestInfo)
        val begun = if (origin.isDisguised) null else authorizer.begin(METHOD, origin.url, hasAuthorization = false)
        val authorization = begun?.let { continued.getAndSet(null) ?: it }
        if (authorization == null) {
            applier.fail(Status.UNAUTHENTICATED.withDescription(origin.refusal))
            return
        }
        val scope = CoroutineScope(appExecutor.asCoroutineDispatcher() + (parent ?: Job()))
        scope.future { metadata(authorization) }.whenComplete { metadata, failure ->
            if (failure == null) {
                sent = authorization
                applier.apply(metadata)
            } else {
                applier.fail(status(failure))
            }
        }
    }

    private suspend fun metadata(authorization: RequestAuthorization): Metadata {
        val headers = authorization.headers()
        if (DPOP in headers) {
            throw InvalidConfigException(
                "The token is bound to a key (DPoP), and gRPC has no rule for its proofs. Get a bearer token for this API, or " +
                    "one that is bound to a client certificate.",
            )
        }
        return Metadata().apply { for ((name, value) in headers) put(key(name), value) }
    }

    override fun toString(): String = "CallTokens($authorizer)"

    companion object {
        private const val DPOP = "DPoP"

        /** The method of each HTTP/2 request of gRPC. */
        private const val METHOD = "POST"

        val AUTHORIZATION: Metadata.Key<String> = key("Authorization")

        fun key(name: String): Metadata.Key<String> = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)

        /** Returns the status with which a call ends that has no token because of [failure]. */
        fun status(failure: Throwable): Status {
            val cause = if (failure is CompletionException) failure.cause ?: failure else failure
            val status =
                when (cause) {
                    is AuthException -> Status.UNAUTHENTICATED.withDescription(printable("There is no token. ${cause.message}"))

                    is CancellationException -> Status.CANCELLED.withDescription("The waiting for a token was cancelled.")

                    else -> Status.UNAUTHENTICATED.withDescription(
                        "There is no token, for an unexpected ${cause.javaClass.name}.",
                    )
                }
            return status.withCause(cause)
        }

        private fun printable(text: String) = text.map { if (it in ' '..'~') it else ' ' }.joinToString("")
    }
}
