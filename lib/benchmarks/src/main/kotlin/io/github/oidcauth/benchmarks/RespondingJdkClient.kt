package io.github.oidcauth.benchmarks

import java.net.Authenticator
import java.net.CookieHandler
import java.net.ProxySelector
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpHeaders
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandler
import java.net.http.HttpResponse.PushPromiseHandler
import java.time.Duration
import java.util.Optional
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Executor
import java.util.concurrent.Flow
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLParameters
import javax.net.ssl.SSLSession

/** A client of the JDK that responds at once, on the thread of the caller, and sends nothing. */
internal class RespondingJdkClient : HttpClient() {
    override fun <T> send(
        request: HttpRequest,
        handler: BodyHandler<T>,
    ): HttpResponse<T> {
        check(request.headers().firstValue("Authorization").isPresent)
        val subscriber = handler.apply(Info)
        subscriber.onSubscribe(Nothing)
        subscriber.onComplete()
        return Response(request, subscriber.body.toCompletableFuture().join())
    }

    override fun <T> sendAsync(
        request: HttpRequest,
        handler: BodyHandler<T>,
    ): CompletableFuture<HttpResponse<T>> = CompletableFuture.completedFuture(send(request, handler))

    override fun <T> sendAsync(
        request: HttpRequest,
        handler: BodyHandler<T>,
        pushHandler: PushPromiseHandler<T>?,
    ): CompletableFuture<HttpResponse<T>> = sendAsync(request, handler)

    override fun cookieHandler(): Optional<CookieHandler> = Optional.empty()

    override fun connectTimeout(): Optional<Duration> = Optional.empty()

    override fun followRedirects(): Redirect = Redirect.NEVER

    override fun proxy(): Optional<ProxySelector> = Optional.empty()

    override fun sslContext(): SSLContext = SSLContext.getDefault()

    override fun sslParameters(): SSLParameters = SSLParameters()

    override fun authenticator(): Optional<Authenticator> = Optional.empty()

    override fun version(): Version = Version.HTTP_1_1

    override fun executor(): Optional<Executor> = Optional.empty()

    private object Info : HttpResponse.ResponseInfo {
        override fun statusCode(): Int = OK

        override fun headers(): HttpHeaders = NO_HEADERS

        override fun version(): Version = Version.HTTP_1_1
    }

    private object Nothing : Flow.Subscription {
        override fun request(n: Long) = Unit

        override fun cancel() = Unit
    }

    private class Response<T>(
        private val request: HttpRequest,
        private val body: T,
    ) : HttpResponse<T> {
        override fun statusCode(): Int = OK

        override fun request(): HttpRequest = request

        override fun previousResponse(): Optional<HttpResponse<T>> = Optional.empty()

        override fun headers(): HttpHeaders = NO_HEADERS

        override fun body(): T = body

        override fun sslSession(): Optional<SSLSession> = Optional.empty()

        override fun uri(): URI = request.uri()

        override fun version(): Version = Version.HTTP_1_1
    }

    private companion object {
        const val OK = 200
        val NO_HEADERS: HttpHeaders = HttpHeaders.of(emptyMap()) { _, _ -> true }
    }
}
