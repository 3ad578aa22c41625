// Tested by AccessTokenClientInterceptorTest.
package io.github.oidcauth.grpc.internal

import io.grpc.ClientCall
import io.grpc.Context
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener
import io.grpc.Metadata
import io.grpc.Status

/**
 * Passes the events of a call to [caller], except for the refusal of its token: then the token is renewed first, and the call is made
 * [again] if it [isRepeatable] and nothing of its response has come.
 */
internal class AuthorizedListener<R>(
    private val caller: ClientCall.Listener<R>,
    private val tokens: CallTokens,
    private val renewal: Renewal,
    private val isRepeatable: () -> Boolean,
    private val again: (Context) -> Unit,
) : SimpleForwardingClientCallListener<R>(caller) {
    private var hasBegun = false

    override fun onHeaders(headers: Metadata) {
        hasBegun = true
        caller.onHeaders(headers)
    }

    override fun onClose(
        status: Status,
        trailers: Metadata,
    ) {
        val authorization = tokens.sent
        val code = Renewal.statusCode(status)
        if (authorization == null || code == null) {
            renewal.end()
            caller.onClose(status, trailers)
            return
        }
        renewal.begin(authorization, code, trailers, !hasBegun && isRepeatable()) { result ->
            when {
                result is Renewal.Result.Ended -> caller.onClose(result.status, Metadata())
                result is Renewal.Result.Renewed -> again(renewal.context)
                result is Renewal.Result.Failed -> caller.onClose(status.withCause(result.cause), trailers)
                else -> caller.onClose(status, trailers)
            }
        }
    }
}
