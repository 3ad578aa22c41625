// Tested by AccessTokenClientInterceptorTest.
package io.github.oidcauth.grpc.internal

import io.github.oidcauth.http.RequestAuthorizer
import io.grpc.CallOptions
import io.grpc.Channel
import io.grpc.ClientCall
import io.grpc.Context
import io.grpc.ForwardingClientCall
import io.grpc.Metadata
import io.grpc.MethodDescriptor
import kotlinx.coroutines.SupervisorJob
import java.io.InputStream

/**
 * A call with tokens, and a second one if the first was refused. What the caller does with this call, it does with the newer of them;
 * the request of a unary call is kept for it. As any call, it may be cancelled by any thread.
 */
internal class AuthorizedCall<Q, R>(
    private val authorizer: RequestAuthorizer,
    private val method: MethodDescriptor<Q, R>,
    private val options: CallOptions,
    private val channel: Channel,
) : ForwardingClientCall<Q, R>() {
    private val job = SupervisorJob()
    private val request = KeptRequest<Q>()

    @Volatile
    private var current: ClientCall<Q, R>? = null
    private var isCancelled = false

    override fun delegate(): ClientCall<Q, R> = checkNotNull(current) { "The call has not been started." }

    override fun start(
        responseListener: Listener<R>,
        headers: Metadata,
    ) {
        if (headers.containsKey(CallTokens.AUTHORIZATION)) {
            begin(options).start(responseListener, headers)
            return
        }
        val tokens = CallTokens(authorizer, job)
        val kept = Metadata().apply { merge(headers) }
        val renewal = Renewal(Context.current(), options, job)
        val listener =
            AuthorizedListener(responseListener, tokens, renewal, ::isRepeatable) { context ->
                val again = CallTokens(authorizer, job, before = tokens)
                // Nothing is sent a third time, but the second refusal is reported, and no other token is obtained for it.
                val last = AuthorizedListener(responseListener, again, renewal, { false }) {}
                context.run(Runnable { resend(last, kept, again) })
            }
        begin(options.withCallCredentials(tokens)).start(listener, headers)
    }

    private fun isRepeatable() = method.type == MethodDescriptor.MethodType.UNARY && request.isRepeatable

    private fun begin(options: CallOptions): ClientCall<Q, R> = channel.newCall(method, options).also { current = it }

    /** Sends the request a second time. Its refusal is the response to the caller. */
    private fun resend(
        listener: Listener<R>,
        headers: Metadata,
        tokens: CallTokens,
    ) {
        synchronized(request) {
            val again = begin(options.withCallCredentials(tokens))
            again.start(listener, headers)
            if (isCancelled) again.cancel("The call was cancelled.", null) else request.sendTo(again)
        }
    }

    override fun request(numMessages: Int): Unit = synchronized(request) {
        request.wanted += numMessages
        super.request(numMessages)
    }

    override fun setMessageCompression(enabled: Boolean): Unit = synchronized(request) {
        request.isCompressed = enabled
        super.setMessageCompression(enabled)
    }

    override fun sendMessage(message: Q): Unit = synchronized(request) {
        request.keep(message)
        super.sendMessage(message)
    }

    override fun halfClose(): Unit = synchronized(request) {
        request.isComplete = true
        super.halfClose()
    }

    override fun cancel(
        message: String?,
        cause: Throwable?,
    ) {
        job.cancel()
        synchronized(request) {
            isCancelled = true
            current?.cancel(message, cause)
        }
    }

    /** The actions of the caller on a call, which are repeated on another one. */
    private class KeptRequest<Q> {
        private val messages = mutableListOf<Q>()
        var wanted = 0
        var isComplete = false
        var isCompressed: Boolean? = null

        /** False for a stream, which is read while it is sent. */
        val isRepeatable: Boolean get() = isComplete && messages.size == 1 && messages.single() !is InputStream

        fun keep(message: Q) {
            if (messages.size < 2) messages += message
        }

        fun sendTo(call: ClientCall<Q, *>) {
            isCompressed?.let(call::setMessageCompression)
            call.request(wanted)
            messages.forEach(call::sendMessage)
            call.halfClose()
        }
    }

    override fun toString(): String = "AuthorizedCall(${method.fullMethodName})"
}
