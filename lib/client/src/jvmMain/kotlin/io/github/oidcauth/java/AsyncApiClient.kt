// Tested by ApiClientFromJavaTest.
package io.github.oidcauth.java

import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.ApiClient
import io.github.oidcauth.http.ApiClientConfig
import io.github.oidcauth.http.ApiRequest
import io.github.oidcauth.http.ApiResponse
import io.github.oidcauth.http.ApiStream
import io.github.oidcauth.http.download
import io.github.oidcauth.internal.api.OpenResponse
import io.github.oidcauth.internal.api.streamOf
import io.github.oidcauth.internal.concurrent.future
import io.github.oidcauth.internal.concurrent.requireSuspending
import io.github.oidcauth.internal.concurrent.voidFuture
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runInterruptible
import java.io.InputStream
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.function.Consumer
import java.util.function.Function
import java.util.stream.Stream

/**
 * [ApiClient] with futures, from [BlockingApiClient.async]. Each function that sends a request starts its work and returns a future at
 * once, which completes with the result or with an [io.github.oidcauth.AuthException].
 *
 * Cancelling that future cancels the work, as cancelling a coroutine does. The work runs on threads of `Dispatchers.Default`,
 * which complete the future too: pass an executor to `thenApplyAsync` and its like for a stage that blocks. Thread-safe.
 */
public open class AsyncApiClient(
    private val client: ApiClient,
) {
    /** Creates a client with the settings [config]. Sends nothing. */
    public constructor(config: ApiClientConfig) : this(ApiClient(config))

    /** The URL that the paths of this client are below. */
    public val url: String get() = client.url

    /** The settings of this client. Its [url] may be below that of the settings. */
    public val config: ApiClientConfig get() = client.config

    /** Returns the client of the resource at [segments] below [url]: see [ApiClient.at]. */
    public fun at(vararg segments: Any): AsyncApiClient = AsyncApiClient(client.at(*segments))

    /** Returns a client for [url], which may be one of another server: see [ApiClient.atUrl]. */
    public fun atUrl(url: String): AsyncApiClient = AsyncApiClient(client.atUrl(url))

    /** Sends a GET request to [path]; see [ApiClient.get]. */
    @JvmOverloads
    public fun get(path: String = "", configure: Consumer<ApiRequest.Builder> = NOTHING): CompletableFuture<ApiResponse> =
        future { client.get(path) { configure.accept(this) } }

    /** Sends a GET request to the URL of this client. */
    public fun get(configure: Consumer<ApiRequest.Builder>): CompletableFuture<ApiResponse> = get("", configure)

    /** Sends a GET request to the path of [segments]; see [ApiClient.at]. */
    @JvmOverloads
    public fun get(segments: List<Any>, configure: Consumer<ApiRequest.Builder> = NOTHING): CompletableFuture<ApiResponse> =
        future { client.get(segments) { configure.accept(this) } }

    /** Sends a HEAD request to [path]; see [ApiClient.get]. */
    @JvmOverloads
    public fun head(path: String = "", configure: Consumer<ApiRequest.Builder> = NOTHING): CompletableFuture<ApiResponse> =
        future { client.head(path) { configure.accept(this) } }

    /** Sends a HEAD request to the URL of this client. */
    public fun head(configure: Consumer<ApiRequest.Builder>): CompletableFuture<ApiResponse> = head("", configure)

    /** Sends a HEAD request to the path of [segments]; see [ApiClient.at]. */
    @JvmOverloads
    public fun head(segments: List<Any>, configure: Consumer<ApiRequest.Builder> = NOTHING): CompletableFuture<ApiResponse> =
        future { client.head(segments) { configure.accept(this) } }

    /** Sends a POST request to [path]; see [ApiClient.get]. */
    @JvmOverloads
    public fun post(path: String = "", configure: Consumer<ApiRequest.Builder> = NOTHING): CompletableFuture<ApiResponse> =
        future { client.post(path) { configure.accept(this) } }

    /** Sends a POST request to the URL of this client. */
    public fun post(configure: Consumer<ApiRequest.Builder>): CompletableFuture<ApiResponse> = post("", configure)

    /** Sends a POST request to the path of [segments]; see [ApiClient.at]. */
    @JvmOverloads
    public fun post(segments: List<Any>, configure: Consumer<ApiRequest.Builder> = NOTHING): CompletableFuture<ApiResponse> =
        future { client.post(segments) { configure.accept(this) } }

    /** Sends a PUT request to [path]; see [ApiClient.get]. */
    @JvmOverloads
    public fun put(path: String = "", configure: Consumer<ApiRequest.Builder> = NOTHING): CompletableFuture<ApiResponse> =
        future { client.put(path) { configure.accept(this) } }

    /** Sends a PUT request to the URL of this client. */
    public fun put(configure: Consumer<ApiRequest.Builder>): CompletableFuture<ApiResponse> = put("", configure)

    /** Sends a PUT request to the path of [segments]; see [ApiClient.at]. */
    @JvmOverloads
    public fun put(segments: List<Any>, configure: Consumer<ApiRequest.Builder> = NOTHING): CompletableFuture<ApiResponse> =
        future { client.put(segments) { configure.accept(this) } }

    /** Sends a PATCH request to [path]; see [ApiClient.get]. */
    @JvmOverloads
    public fun patch(path: String = "", configure: Consumer<ApiRequest.Builder> = NOTHING): CompletableFuture<ApiResponse> =
        future { client.patch(path) { configure.accept(this) } }

    /** Sends a PATCH request to the URL of this client. */
    public fun patch(configure: Consumer<ApiRequest.Builder>): CompletableFuture<ApiResponse> = patch("", configure)

    /** Sends a PATCH request to the path of [segments]; see [ApiClient.at]. */
    @JvmOverloads
    public fun patch(segments: List<Any>, configure: Consumer<ApiRequest.Builder> = NOTHING): CompletableFuture<ApiResponse> =
        future { client.patch(segments) { configure.accept(this) } }

    /** Sends a DELETE request to [path]; see [ApiClient.get]. */
    @JvmOverloads
    public fun delete(path: String = "", configure: Consumer<ApiRequest.Builder> = NOTHING): CompletableFuture<ApiResponse> =
        future { client.delete(path) { configure.accept(this) } }

    /** Sends a DELETE request to the URL of this client. */
    public fun delete(configure: Consumer<ApiRequest.Builder>): CompletableFuture<ApiResponse> = delete("", configure)

    /** Sends a DELETE request to the path of [segments]; see [ApiClient.at]. */
    @JvmOverloads
    public fun delete(segments: List<Any>, configure: Consumer<ApiRequest.Builder> = NOTHING): CompletableFuture<ApiResponse> =
        future { client.delete(segments) { configure.accept(this) } }

    /** Sends a request of any [method], such as `OPTIONS`, to [path]; see [ApiClient.get]. */
    @JvmOverloads
    public fun request(
        method: String,
        path: String = "",
        configure: Consumer<ApiRequest.Builder> = NOTHING,
    ): CompletableFuture<ApiResponse> = future { client.request(method, path) { configure.accept(this) } }

    /** Sends a request of any [method] to the path of [segments]; see [ApiClient.at]. */
    @JvmOverloads
    public fun request(
        method: String,
        segments: List<Any>,
        configure: Consumer<ApiRequest.Builder> = NOTHING,
    ): CompletableFuture<ApiResponse> = future { client.request(method, segments) { configure.accept(this) } }

    /**
     * Sends a GET request to [path] and returns the body of the response, which is read from the connection as it is needed, and of
     * any size. Close it, which releases the connection.
     *
     * @throws io.github.oidcauth.ApiException if the API responds with an error, or `InvalidResponseException` with a redirect.
     */
    @JvmOverloads
    public fun open(
        path: String = "",
        configure: Consumer<ApiRequest.Builder> = NOTHING,
    ): CompletableFuture<InputStream> = future { OpenResponse.bodyOf { client.stream(path, { configure.accept(this) }, it) } }

    /** Returns the body of the response to a GET request to the path of [segments]; see [ApiClient.at]. Close it. */
    @JvmOverloads
    public fun open(
        segments: List<Any>,
        configure: Consumer<ApiRequest.Builder> = NOTHING,
    ): CompletableFuture<InputStream> = future {
        OpenResponse.bodyOf { client.stream(segments, { configure.accept(this) }, it) }
    }

    /**
     * Sends a GET request to [path] and returns what [read] makes of the response, with its status, headers and
     * [body][io.github.oidcauth.http.ApiStreamForJava.getBody]. It runs on a thread that may block; the connection is released at its end.
     *
     * @throws io.github.oidcauth.ApiException if the API responds with an error.
     */
    public fun <T> stream(
        path: String,
        configure: Consumer<ApiRequest.Builder>,
        read: Function<ApiStream, T>,
    ): CompletableFuture<T> =
        future {
            client.stream(path, {
                configure.accept(this)
            }) { response -> runInterruptible(Dispatchers.IO) { read.apply(response) } }
        }

    /** Returns what [read] makes of the response to a GET request to the path of [segments]; see [ApiClient.at]. */
    public fun <T> stream(
        segments: List<Any>,
        configure: Consumer<ApiRequest.Builder>,
        read: Function<ApiStream, T>,
    ): CompletableFuture<T> =
        future {
            client.stream(segments, {
                configure.accept(this)
            }) { response -> runInterruptible(Dispatchers.IO) { read.apply(response) } }
        }

    /**
     * Sends a GET request to [path] and writes the body of the response to [file], in place of one that is there. It is written to
     * another file in the same directory first, which takes its place when it is complete; a failure leaves [file] as it was.
     *
     * @throws java.io.UncheckedIOException if the file cannot be written.
     */
    @JvmOverloads
    public fun download(
        path: String,
        file: Path,
        configure: Consumer<ApiRequest.Builder> = NOTHING,
    ): CompletableFuture<Void?> = voidFuture { client.download(path, file) { configure.accept(this) } }

    /** Writes the response to a GET request to the path of [segments] to [file]; see [ApiClient.at]. */
    @JvmOverloads
    public fun download(
        segments: List<Any>,
        file: Path,
        configure: Consumer<ApiRequest.Builder> = NOTHING,
    ): CompletableFuture<Void?> = voidFuture { client.download(segments, file) { configure.accept(this) } }

    /**
     * Returns the pages of the list at [path]: see [ApiClient.pages]. A page is requested when the stream comes to it, and the
     * thread that traverses the stream, which is sequential, waits for it. Nothing need be closed.
     */
    @JvmOverloads
    public fun pages(
        path: String = "",
        configure: Consumer<ApiRequest.Builder> = NOTHING,
    ): Stream<ApiResponse> = streamOf(client.pagesAt(client.urlOf(path)) { configure.accept(this) })

    /** Returns the pages of the list at the path of [segments]; see [ApiClient.at]. */
    @JvmOverloads
    public fun pages(
        segments: List<Any>,
        configure: Consumer<ApiRequest.Builder> = NOTHING,
    ): Stream<ApiResponse> = streamOf(client.pagesAt(client.urlOf(segments)) { configure.accept(this) })

    override fun toString(): String = client.toString()

    public companion object {
        init {
            requireFittingVersions()
        }

        private val NOTHING = Consumer<ApiRequest.Builder> { }

        /** Returns a client for the API below [url], which sends no token. */
        @JvmStatic
        public fun of(url: String): AsyncApiClient = of(ApiClientConfig(url))

        /** Returns a client for the API below [url], such as `https://api.example.com/v1`, which sends the tokens of [tokens]. */
        @JvmStatic
        public fun of(
            url: String,
            tokens: TokenSource,
        ): AsyncApiClient = of(ApiClientConfig(url) { this.tokens = requireSuspending(tokens) })

        /** Returns a client with the settings [config]. */
        @JvmStatic
        public fun of(config: ApiClientConfig): AsyncApiClient = AsyncApiClient(config)

        /** Returns [client], such as a client for one vendor, with futures. */
        @JvmStatic
        public fun of(client: ApiClient): AsyncApiClient = AsyncApiClient(client)
    }
}
