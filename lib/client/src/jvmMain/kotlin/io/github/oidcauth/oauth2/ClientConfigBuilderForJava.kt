package io.github.oidcauth.oauth2

import io.github.oidcauth.http.withoutTokens
import io.github.oidcauth.internal.transport.okhttp.OwnHttpClients
import okhttp3.OkHttpClient
import java.time.Duration
import kotlin.time.toKotlinDuration
import java.net.http.HttpClient as JdkHttpClient

/** The setters of [ClientConfig.Builder] for types of Java. */
public sealed interface ClientConfigBuilderForJava {
    /** Sets the maximum difference between the clocks of client and server; not negative, 10 minutes at most. Default 60 seconds. */
    public fun leeway(leeway: Duration): ClientConfig.Builder = builder.apply { this.leeway = leeway.toKotlinDuration() }

    /** Sets the maximum duration of one request; more than zero. Default 30 seconds. Returns this builder. */
    public fun requestTimeout(requestTimeout: Duration): ClientConfig.Builder = builder.apply {
        this.requestTimeout =
            requestTimeout.toKotlinDuration()
    }

    /**
     * Sends all requests by [client], with its connections, proxies, trust and interceptors, and returns this builder. It follows
     * no redirect then and sends no request twice, and is never closed. An interceptor of the program must not repeat a POST.
     */
    public fun httpClient(client: OkHttpClient): ClientConfig.Builder = builder.httpClient(OwnHttpClients.of(client))

    /**
     * Sends all requests by [client], with its proxy, trust and authenticator, and returns this builder. It is never closed.
     *
     * @throws IllegalArgumentException if [client] follows redirects: secrets could get to other addresses.
     */
    public fun httpClient(client: JdkHttpClient): ClientConfig.Builder =
        builder.httpClient(OwnHttpClients.of(client.withoutTokens()))

    private val builder: ClientConfig.Builder get() =
        when (this) {
            is ClientConfig.Builder -> this
        }
}
