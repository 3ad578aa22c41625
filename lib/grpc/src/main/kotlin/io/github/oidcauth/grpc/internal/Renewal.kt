// Tested by AccessTokenClientInterceptorTest.
package io.github.oidcauth.grpc.internal

import io.github.oidcauth.http.RequestAuthorization
import io.grpc.CallOptions
import io.grpc.Context
import io.grpc.Contexts
import io.grpc.Deadline
import io.grpc.Metadata
import io.grpc.Status
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.asExecutor
import kotlinx.coroutines.future.future
import kotlinx.coroutines.withTimeoutOrNull
import java.util.concurrent.CompletionException
import java.util.concurrent.TimeUnit
import kotlin.coroutines.cancellation.CancellationException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.nanoseconds

/** Gets another token after a call was refused. The call of gRPC has ended then, so [job], [context] and the deadline end this. */
internal class Renewal(
    val context: Context,
    private val options: CallOptions,
    private val job: Job,
) {
    private val deadline: Deadline? = listOfNotNull(options.deadline, context.deadline).minOrNull()

    /** The executor of the caller's events: a blocking stub waits for them there. */
    private val executor = options.executor ?: Dispatchers.Default.asExecutor()

    /** Ends what is left of the call: nobody waits for a token any more. */
    fun end() = job.cancel()

    /**
     * Reports the refusal with [statusCode] and [trailers], and calls [handle] on the executor of the call. Returns at once. If the
     * call cannot be repeated, there is no waiting: the next one gets another token.
     */
    fun begin(
        authorization: RequestAuthorization,
        statusCode: Int,
        trailers: Metadata,
        isRepeatable: Boolean,
        handle: (Result) -> Unit,
    ) {
        val cancellation = Context.CancellationListener { job.cancel() }
        context.addListener(cancellation, Runnable::run)
        CoroutineScope(Dispatchers.Default + job)
            .future {
                withTimeoutOrNull(remaining()) {
                    authorization.shouldRetry(statusCode, isRepeatable) { trailers.values(it) }
                }
            }.handle { isRenewed, failure ->
                context.removeListener(cancellation)
                result(isRenewed, failure)
            }.thenAcceptAsync(handle, executor)
    }

    private fun remaining(): Duration = deadline?.timeRemaining(TimeUnit.NANOSECONDS)?.nanoseconds ?: Duration.INFINITE

    private fun result(
        isRenewed: Boolean?,
        failure: Throwable?,
    ): Result {
        val cause = if (failure is CompletionException) failure.cause else failure
        return when {
            context.isCancelled -> Result.Ended(Contexts.statusFromCancelled(context))

            cause is CancellationException -> Result.Ended(Status.CANCELLED.withDescription("The call was cancelled."))

            cause != null -> Result.Failed(cause)

            isRenewed == null -> Result.Ended(
                Status.DEADLINE_EXCEEDED.withDescription("It passed while another token was obtained."),
            )

            else -> if (isRenewed) Result.Renewed else Result.Refused
        }
    }

    private fun Metadata.values(name: String): List<String> = getAll(CallTokens.key(name))?.toList().orEmpty()

    /** The result of a renewal. */
    sealed interface Result {
        /** There is another token. */
        data object Renewed : Result

        /** Another token would not help. */
        data object Refused : Result

        /** There is no other token, because of [cause]. */
        class Failed(
            val cause: Throwable,
        ) : Result

        /** The call has ended meanwhile. */
        class Ended(
            val status: Status,
        ) : Result
    }

    companion object {
        /** Returns the status code of HTTP that says the same as [status], or null if that is not about a token. */
        fun statusCode(status: Status): Int? =
            when (status.code) {
                Status.Code.UNAUTHENTICATED -> 401
                Status.Code.PERMISSION_DENIED -> 403
                else -> null
            }
    }
}
