package io.github.oidcauth.grpc

import io.github.oidcauth.TokenSource
import io.github.oidcauth.grpc.internal.AuthorizedCall
import io.github.oidcauth.http.RequestAuthorizer
import io.grpc.CallOptions
import io.grpc.Channel
import io.grpc.ClientCall
import io.grpc.ClientInterceptor
import io.grpc.MethodDescriptor

/**
 * Sends access tokens with the calls of a gRPC channel, as [AccessTokenCredentials] does, and gets another token when the server refuses
 * one.
 *
 * ```
 * val channel = Grpc.newChannelBuilder("api.example.com", TlsChannelCredentials.create())
 *     .intercept(AccessTokenClientInterceptor(tokens, "https://api.example.com"))
 *     .build()
 * ```
 *
 * - A unary call that ends with `UNAUTHENTICATED` before its response has begun is sent once more, with another token. A server that
 *   refuses every token gets two calls.
 * - A call that streams is not repeated, since the server may have acted on a part of it; the next call has another token.
 * - If the trailers have `www-authenticate`, it is read as in HTTP: only `invalid_token`, a challenge without an error, and no challenge
 *   lead to another token, and `insufficient_scope` in `PERMISSION_DENIED` is reported to the listener of the [RequestAuthorizer].
 * - A call with `authorization` metadata or with credentials of its own is left alone.
 *
 * Cancelling the call, its deadline, and a cancelled `io.grpc.Context` end the waiting for a token. Immutable and thread-safe.
 */
public class AccessTokenClientInterceptor(
    private val authorizer: RequestAuthorizer,
) : ClientInterceptor {
    /**
     * Creates an interceptor that sends the tokens of [tokens] to [origins], such as `https://api.example.com`.
     *
     * @throws io.github.oidcauth.InvalidConfigException if there are no origins, or no token may be sent to one of them.
     */
    public constructor(tokens: TokenSource, vararg origins: String) : this(RequestAuthorizer.of(tokens, *origins))

    override fun <ReqT, RespT> interceptCall(
        method: MethodDescriptor<ReqT, RespT>,
        callOptions: CallOptions,
        next: Channel,
    ): ClientCall<ReqT, RespT> =
        if (callOptions.credentials !=
            null
        ) {
            next.newCall(method, callOptions)
        } else {
            AuthorizedCall(authorizer, method, callOptions, next)
        }

    override fun toString(): String = "AccessTokenClientInterceptor($authorizer)"
}
