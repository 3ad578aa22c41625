package io.github.oidcauth.grpc

import io.github.oidcauth.TokenSource
import io.github.oidcauth.grpc.internal.CallTokens
import io.github.oidcauth.http.RequestAuthorizer
import io.grpc.CallCredentials
import java.util.concurrent.Executor

/**
 * Sends access tokens with the calls of a gRPC stub or channel, by the rules of a [RequestAuthorizer].
 *
 * ```
 * val notes = NotesGrpc.newBlockingStub(channel).withCallCredentials(AccessTokenCredentials(tokens, "https://api.example.com"))
 * ```
 *
 * The origin of a call is `https` and the authority of its channel, such as `https://api.example.com` or `https://10.0.0.1:8443`. A token
 * is sent only over a channel with TLS whose origin is one of those that were named. A channel without TLS has the scheme `http`, and
 * its server has to be on this machine. A call to any other origin fails, since these credentials were set for it; it fails with
 * `UNAUTHENTICATED` and a description, as it does if no token can be obtained. The cause of its status is then the
 * [io.github.oidcauth.AuthException].
 *
 * No thread of gRPC is blocked: waiting for a token is a coroutine on the executor that gRPC provides. A call whose deadline passes
 * meanwhile, or which is cancelled, ends at once.
 *
 * Credentials cannot repeat a call, nor see what the call sends: a refused token is reported to nobody, and an `authorization` of the caller
 * is sent beside that of the token. [AccessTokenClientInterceptor] handles both. A token that is bound to a key (DPoP, RFC 9449) is
 * refused: its proofs are for the method and URL of an HTTP request, and no specification says what they are in gRPC.
 *
 * Immutable and thread-safe; one can serve many stubs.
 */
public class AccessTokenCredentials(
    private val authorizer: RequestAuthorizer,
) : CallCredentials() {
    /**
     * Creates credentials that send the tokens of [tokens] to [origins], such as `https://api.example.com`.
     *
     * @throws io.github.oidcauth.InvalidConfigException if there are no origins, or no token may be sent to one of them.
     */
    public constructor(tokens: TokenSource, vararg origins: String) : this(RequestAuthorizer.of(tokens, *origins))

    /** Called by gRPC for each call. Returns at once; [applier] is called when there is a token, or cannot be one. */
    override fun applyRequestMetadata(
        requestInfo: RequestInfo,
        appExecutor: Executor,
        applier: MetadataApplier,
    ): Unit = CallTokens(authorizer).applyRequestMetadata(requestInfo, appExecutor, applier)

    override fun toString(): String = "AccessTokenCredentials($authorizer)"
}
