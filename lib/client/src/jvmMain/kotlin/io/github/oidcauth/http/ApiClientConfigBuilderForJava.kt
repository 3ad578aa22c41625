package io.github.oidcauth.http

import io.github.oidcauth.internal.transport.okhttp.OwnHttpClients
import okhttp3.OkHttpClient
import java.time.Duration
import kotlin.time.toKotlinDuration
import java.net.http.HttpClient as JdkHttpClient

/** The setters of [ApiClientConfig.Builder] for types of Java. */
public sealed interface ApiClientConfigBuilderForJava {
    /** Sets the maximum duration of one sending; more than zero. Default 60 seconds. Returns this builder. */
    public fun timeout(timeout: Duration): ApiClientConfig.Builder = builder.apply { this.timeout = timeout.toKotlinDuration() }

    /**
     * Sends all requests by [client], with its connections, proxies, trust and interceptors, and returns this builder. It is never
     * closed.
     */
    public fun httpClient(client: OkHttpClient): ApiClientConfig.Builder = builder.httpClient(OwnHttpClients.of(client))

    /**
     * Sends all requests by [client], with its proxy, trust and authenticator, and returns this builder. It is never closed.
     *
     * @throws IllegalArgumentException if [client] follows redirects: tokens could get to other addresses.
     */
    public fun httpClient(client: JdkHttpClient): ApiClientConfig.Builder = builder.httpClient(OwnHttpClients.of(client))

    private val builder: ApiClientConfig.Builder get() =
        when (this) {
            is ApiClientConfig.Builder -> this
        }
}
