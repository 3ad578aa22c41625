package io.github.oidcauth.http

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenSource
import io.github.oidcauth.internal.concurrent.future
import io.github.oidcauth.internal.requests.AuthorizedResponse
import io.github.oidcauth.internal.requests.ReceivedBody
import io.github.oidcauth.internal.requests.RepeatableBodies
import io.github.oidcauth.internal.requests.awaitResponse
import io.github.oidcauth.internal.requests.discardIf
import io.github.oidcauth.internal.requests.waitFor
import io.github.oidcauth.internal.requests.with
import io.github.oidcauth.internal.versions.requireFittingVersions
import io.github.oidcauth.java.BlockingRequestAuthorization
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.future.await
import java.io.IOException
import java.net.Authenticator
import java.net.CookieHandler
import java.net.ProxySelector
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandler
import java.net.http.HttpResponse.PushPromiseHandler
import java.net.http.WebSocket
import java.time.Duration
import java.util.Optional
import java.util.concurrent.CancellationException
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Executor
import java.util.function.Function
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLParameters

/**
 * A `java.net.http.HttpClient` that sends a token with its requests, by the rules of [RequestAuthorizer]:
 *
 * ```
 * HttpClient http = AuthorizedHttpClient.of(HttpClient.newHttpClient(), tokens, "https://api.example.com");
 * http.send(request, BodyHandlers.ofString());
 * ```
 *
 * Everything else is done by the client that it is made of, which must not follow redirects: it would do so without asking for
 * the origin. Closing this client does nothing; close that one.
 *
 * - A body from `ofString`, `ofByteArray`, `ofFile` or `noBody` can be sent again, any other not.
 * - The body of a response that leads to another request is not given to the program's handler.
 * - `HttpResponse.request()` is the request of the program, without the token.
 * - If no token can be obtained, a [TokenUnavailableException] is thrown, an [IOException].
 * - Cancelling the future of `sendAsync` cancels what goes on, also the request for a token. An interrupt of `send` does.
 * - A timeout of a request counts for each sending, and not for obtaining a token.
 * - Requests by which this library obtains tokens are never given one, if they use the same client.
 * - A client with an `Authenticator` needs Java 24: before, it removes the `Authorization` header from each request.
 *
 * Thread-safe.
 */
public class AuthorizedHttpClient private constructor(
    internal val client: HttpClient,
    private val authorizer: RequestAuthorizer,
) : HttpClient() {
    private val dispatcher: CoroutineDispatcher =
        client.executor().map<CoroutineDispatcher> { it.asCoroutineDispatcher() }.orElse(Dispatchers.Default)

    init {
        if (client.followRedirects() != Redirect.NEVER) {
            throw InvalidConfigException(
                "The HTTP client follows redirects by itself, and would take the token to wherever they lead. " +
                    "Build it with followRedirects(HttpClient.Redirect.NEVER), which is the default.",
            )
        }
        if (client.authenticator().isPresent && Runtime.version().feature() < JAVA_WITH_BOTH) {
            throw InvalidConfigException(
                "The HTTP client has an Authenticator, with which Java before $JAVA_WITH_BOTH sends no Authorization header, " +
                    "and so no token. Build the client without it, or use Java $JAVA_WITH_BOTH.",
            )
        }
    }

    /**
     * Sends [request] and waits for the response, as `HttpClient.send` does.
     *
     * @throws TokenUnavailableException if no token can be obtained.
     */
    @Throws(IOException::class, InterruptedException::class)
    override fun <T> send(
        request: HttpRequest,
        handler: BodyHandler<T>,
    ): HttpResponse<T> {
        val authorization =
            BlockingRequestAuthorization.begin(authorizer, request.method(), "${request.uri()}", request.hasAuthorization())
                ?: return client.send(request, handler)
        while (true) {
            val headers = blocking { authorization.headers() }
            val response = client.send(request.with(headers), ReceivedBody.Handler(handler))
            val isRetried = { blocking { authorization.shouldRetry(response, request) } }
            when (val body = response.body()) {
                is ReceivedBody.Read -> return AuthorizedResponse(response, request, body.value).also { isRetried() }

                is ReceivedBody.Held -> if (!body.discardIf(isRetried)) {
                    return AuthorizedResponse(response, request, body.read().toCompletableFuture().waitFor())
                }
            }
        }
    }

    override fun <T> sendAsync(
        request: HttpRequest,
        handler: BodyHandler<T>,
    ): CompletableFuture<HttpResponse<T>> {
        val authorization = begin(request) ?: return client.sendAsync(request, handler)
        return future(dispatcher) {
            exchange(authorization, request) { client.sendAsync(it, ReceivedBody.Handler(handler)) }
        }
    }

    /**
     * Sends [request] as the function without [pushHandler] does. Responses that are pushed after a request that is sent again
     * are pushed again.
     */
    override fun <T> sendAsync(
        request: HttpRequest,
        handler: BodyHandler<T>,
        pushHandler: PushPromiseHandler<T>?,
    ): CompletableFuture<HttpResponse<T>> {
        val authorization = begin(request) ?: return client.sendAsync(request, handler, pushHandler)
        val pushes = pushHandler?.let { pushed(it, request) }
        return future(dispatcher) {
            exchange(authorization, request) { client.sendAsync(it, ReceivedBody.Handler(handler), pushes) }
        }
    }

    private fun begin(request: HttpRequest): RequestAuthorization? =
        authorizer.begin(request.method(), "${request.uri()}", request.hasAuthorization())

    private fun HttpRequest.hasAuthorization(): Boolean = headers().firstValue("Authorization").isPresent

    private suspend fun <T> exchange(
        authorization: RequestAuthorization,
        request: HttpRequest,
        send: (HttpRequest) -> CompletableFuture<HttpResponse<ReceivedBody<T>>>,
    ): HttpResponse<T> {
        while (true) {
            val headers = explaining { authorization.headers() }
            val response = send(request.with(headers)).awaitResponse()
            val all = response.headers()
            val isRepeatable = RepeatableBodies.isRepeatable(request)
            when (val body = response.body()) {
                is ReceivedBody.Read -> {
                    // The response may have a nonce for the next proof.
                    authorization.shouldRetry(response.statusCode(), isRepeatable, all::allValues)
                    return AuthorizedResponse(response, request, body.value)
                }

                is ReceivedBody.Held -> {
                    val isRetried = body.discardIf {
                        explaining { authorization.shouldRetry(response.statusCode(), isRepeatable, all::allValues) }
                    }
                    if (!isRetried) return AuthorizedResponse(response, request, body.read().await())
                }
            }
        }
    }

    private fun <T> pushed(
        handler: PushPromiseHandler<T>,
        request: HttpRequest,
    ) = PushPromiseHandler<ReceivedBody<T>> { _, push, acceptor ->
        handler.applyPushPromise(request, push) { bodies ->
            acceptor.apply { info -> ReceivedBody.reading(bodies.apply(info)) }.thenApply { response ->
                AuthorizedResponse(response, push, (response.body() as ReceivedBody.Read).value)
            }
        }
    }

    /**
     * Returns a builder of WebSockets whose handshake has a token, by the same rules: `wss` has the origin of `https`, and `ws`
     * that of `http`.
     */
    override fun newWebSocketBuilder(): WebSocket.Builder = AuthorizedWebSocketBuilder(client, authorizer, dispatcher)

    override fun cookieHandler(): Optional<CookieHandler> = client.cookieHandler()

    override fun connectTimeout(): Optional<Duration> = client.connectTimeout()

    override fun followRedirects(): Redirect = client.followRedirects()

    override fun proxy(): Optional<ProxySelector> = client.proxy()

    override fun sslContext(): SSLContext = client.sslContext()

    override fun sslParameters(): SSLParameters = client.sslParameters()

    override fun authenticator(): Optional<Authenticator> = client.authenticator()

    override fun version(): Version = client.version()

    override fun executor(): Optional<Executor> = client.executor()

    override fun toString(): String = "AuthorizedHttpClient($authorizer)"

    public companion object {
        init {
            requireFittingVersions()
        }

        /** JDK-8326949. */
        private const val JAVA_WITH_BOTH = 24

        /**
         * Returns a client that sends its requests with [client], and tokens by the rules of [authorizer].
         *
         * @throws InvalidConfigException if [client] follows redirects, or removes the token (see the class).
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(
            client: HttpClient,
            authorizer: RequestAuthorizer,
        ): AuthorizedHttpClient = AuthorizedHttpClient(client, authorizer)

        /**
         * Returns a client that sends its requests with [client], and the tokens of [tokens] to [origins] alone.
         *
         * @throws InvalidConfigException if [client] follows redirects or removes the token, or an origin is not usable.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun of(
            client: HttpClient,
            tokens: TokenSource,
            vararg origins: String,
        ): AuthorizedHttpClient = of(client, RequestAuthorizer.of(tokens, *origins))
    }
}

private fun BlockingRequestAuthorization.shouldRetry(
    response: HttpResponse<*>,
    request: HttpRequest,
): Boolean = shouldRetry(response.statusCode(), RepeatableBodies.isRepeatable(request), response.headers()::allValues)

/** Runs [block] and throws the exceptions that `HttpClient.send` may throw. */
private inline fun <T> blocking(block: () -> T): T =
    try {
        explaining(block)
    } catch (e: CancellationException) {
        // The functions that block leave the interrupt in the thread; `send` clears it, as it throws the checked exception.
        if (Thread.interrupted()) throw InterruptedException(e.message).apply { initCause(e) }
        throw e
    }

/** Runs [block], and throws what clients of HTTP may throw. */
internal inline fun <T> explaining(block: () -> T): T =
    try {
        block()
    } catch (e: AuthException) {
        throw TokenUnavailableException(e)
    }

/** Returns the client for requests by which tokens are obtained: a source that waits for one must not be asked for its token. */
internal fun HttpClient.withoutTokens(): HttpClient = if (this is AuthorizedHttpClient) client.withoutTokens() else this
