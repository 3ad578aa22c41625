package io.github.oidcauth.http

import io.github.oidcauth.ApiException
import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenSource
import io.github.oidcauth.internal.api.ApiResult
import io.github.oidcauth.internal.api.ApiRoot
import io.github.oidcauth.internal.api.PageCursor
import io.github.oidcauth.internal.api.Pages
import io.github.oidcauth.internal.api.flowOf
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.coroutines.flow.Flow
import kotlin.jvm.JvmSynthetic

/**
 * A client for the API below one URL, which sends a valid token with each request.
 *
 * ```
 * val api = ApiClient("https://api.example.com/v1", tokens)
 * val user = api.get("users/1234").body<User>()
 * api.post("users") { json(mapOf("name" to "Ada")) }
 * api["users"][1234].delete()
 * ```
 *
 * - A path is text below [url], with or without a slash at its beginning, or a list of segments, each of which is encoded as a
 *   whole. Neither leaves [url]: `..` in any spelling, URLs and hosts are refused with an [IllegalArgumentException], before
 *   anything is sent. [atUrl] is the one way to another URL.
 * - The token goes to the origin of [url] and to those that [ApiClientConfig.Builder.origin] adds, by the rules of
 *   [RequestAuthorizer]. A request with an `Authorization` header of its own is sent as it is.
 * - A status of 400 or more is thrown as an [ApiException], unless [ApiClientConfig.expectSuccess] is false.
 * - Redirects are not followed, unless a request wants it ([ApiRequest.Builder.followRedirects]).
 * - Responses are read into memory, at most [ApiClientConfig.maxResponseBytes] of them.
 *
 * Cancelling a call closes its connection; the API may have executed the request all the same. There is nothing to close. A
 * subclass can have the functions of one API. Callers in Java use `io.github.oidcauth.java.BlockingApiClient`. Thread-safe.
 */
public open class ApiClient private constructor(
    private val root: ApiRoot,
    private val parts: ApiClientParts,
) {
    /** Creates a client with the settings [config]. Sends nothing. */
    public constructor(config: ApiClientConfig) : this(config.root, ApiClientParts(config))

    /** The URL that the paths of this client are below. */
    public val url: String get() = root.url

    /** The settings of this client. Its [url] may be below that of the settings. */
    public val config: ApiClientConfig get() = parts.config

    /**
     * Returns the client of the resource [segment] below [url]: `api["users"][1234]`. It has the same settings, connections and
     * tokens.
     *
     * @throws IllegalArgumentException as [at] does.
     */
    @JvmSynthetic
    public operator fun get(segment: Any): ApiClient = at(segment)

    /**
     * Returns the client of the resource at [segments] below [url]: text, numbers and other values with one text, of which each is
     * encoded as a whole, and byte arrays, which are UTF-8. It has the same settings, connections and tokens.
     *
     * @throws IllegalArgumentException if a segment is empty, is `.` or `..` in any spelling, or has no text.
     */
    public fun at(vararg segments: Any): ApiClient = ApiClient(root.at(segments.toList()), parts)

    /**
     * Returns a client for [url], an absolute URL that may be one of another server. The token is sent there if its origin is that
     * of this client or one of [ApiClientConfig.Builder.origin]; headers and cookies of the settings go to the origin of this
     * client alone.
     *
     * @throws InvalidConfigException if [url] is not an absolute URL of http or https, in printable ASCII and without a user name,
     * fragment or `..`.
     */
    @Throws(AuthException::class)
    public fun atUrl(url: String): ApiClient = ApiClient(ApiRoot.of(url), parts)

    /**
     * Sends a GET request to [path], which may have a query.
     *
     * @throws ApiException if the API responds with an error.
     * @throws AuthException if no response arrives, or no token can be obtained.
     * @throws IllegalArgumentException if [path] is not below [url]; nothing is sent then.
     */
    @JvmSynthetic
    public suspend fun get(
        path: String = "",
        configure: ApiRequest.Builder.() -> Unit = {},
    ): ApiResponse = request("GET", path, configure)

    /** Sends a GET request to the path of [segments]; see [at]. */
    @JvmSynthetic
    public suspend fun get(
        segments: List<Any>,
        configure: ApiRequest.Builder.() -> Unit = {},
    ): ApiResponse = request("GET", segments, configure)

    /** Sends a HEAD request to [path]; see [get]. */
    @JvmSynthetic
    public suspend fun head(
        path: String = "",
        configure: ApiRequest.Builder.() -> Unit = {},
    ): ApiResponse = request("HEAD", path, configure)

    /** Sends a HEAD request to the path of [segments]; see [at]. */
    @JvmSynthetic
    public suspend fun head(
        segments: List<Any>,
        configure: ApiRequest.Builder.() -> Unit = {},
    ): ApiResponse = request("HEAD", segments, configure)

    /** Sends a POST request to [path]; see [get]. */
    @JvmSynthetic
    public suspend fun post(
        path: String = "",
        configure: ApiRequest.Builder.() -> Unit = {},
    ): ApiResponse = request("POST", path, configure)

    /** Sends a POST request to the path of [segments]; see [at]. */
    @JvmSynthetic
    public suspend fun post(
        segments: List<Any>,
        configure: ApiRequest.Builder.() -> Unit = {},
    ): ApiResponse = request("POST", segments, configure)

    /** Sends a PUT request to [path]; see [get]. */
    @JvmSynthetic
    public suspend fun put(
        path: String = "",
        configure: ApiRequest.Builder.() -> Unit = {},
    ): ApiResponse = request("PUT", path, configure)

    /** Sends a PUT request to the path of [segments]; see [at]. */
    @JvmSynthetic
    public suspend fun put(
        segments: List<Any>,
        configure: ApiRequest.Builder.() -> Unit = {},
    ): ApiResponse = request("PUT", segments, configure)

    /** Sends a PATCH request to [path]; see [get]. */
    @JvmSynthetic
    public suspend fun patch(
        path: String = "",
        configure: ApiRequest.Builder.() -> Unit = {},
    ): ApiResponse = request("PATCH", path, configure)

    /** Sends a PATCH request to the path of [segments]; see [at]. */
    @JvmSynthetic
    public suspend fun patch(
        segments: List<Any>,
        configure: ApiRequest.Builder.() -> Unit = {},
    ): ApiResponse = request("PATCH", segments, configure)

    /** Sends a DELETE request to [path]; see [get]. */
    @JvmSynthetic
    public suspend fun delete(
        path: String = "",
        configure: ApiRequest.Builder.() -> Unit = {},
    ): ApiResponse = request("DELETE", path, configure)

    /** Sends a DELETE request to the path of [segments]; see [at]. */
    @JvmSynthetic
    public suspend fun delete(
        segments: List<Any>,
        configure: ApiRequest.Builder.() -> Unit = {},
    ): ApiResponse = request("DELETE", segments, configure)

    /**
     * Returns the pages of a list: the response to a GET request to [path], and those behind its link to the next page, from a `Link`
     * header with `rel="next"` (RFC 8288). Nothing is sent before the flow is collected, and each page is requested when the
     * collector comes to it: `api.pages("users").take(2)` sends two requests.
     *
     * [configure] is for all pages, except that the query is for the first; the links have their own. A link may leave [url], but not
     * its origin, unless to one that tokens may be sent to. Collecting throws what [get] throws, and
     * [io.github.oidcauth.InvalidResponseException] for a link to another origin or to a page that was there before, and after
     * 10,000 pages.
     */
    @JvmSynthetic
    public fun pages(
        path: String = "",
        configure: ApiRequest.Builder.() -> Unit = {},
    ): Flow<ApiResponse> = flowOf(pagesAt(root.urlOf(path), configure))

    /** Returns the pages of the list at the path of [segments]; see [at]. */
    @JvmSynthetic
    public fun pages(
        segments: List<Any>,
        configure: ApiRequest.Builder.() -> Unit = {},
    ): Flow<ApiResponse> = flowOf(pagesAt(root.at(segments).url, configure))

    /** Sends a request of any [method], such as `OPTIONS`, to [path]; see [get]. */
    @JvmSynthetic
    public suspend fun request(
        method: String,
        path: String = "",
        configure: ApiRequest.Builder.() -> Unit = {},
    ): ApiResponse = send(method, root.urlOf(path), configure)

    /** Sends a request of any [method] to the path of [segments]; see [at]. */
    @JvmSynthetic
    public suspend fun request(
        method: String,
        segments: List<Any>,
        configure: ApiRequest.Builder.() -> Unit = {},
    ): ApiResponse = send(method, root.at(segments).url, configure)

    /**
     * Sends a GET request to [path], and returns what [read] makes of the response, whose body it reads as a stream. [configure]
     * may set another method by [ApiRequest.Builder.method]. The connection is closed when [read] ends, however it does.
     *
     * @throws ApiException if the API responds with an error.
     * @throws AuthException if no response arrives, or no token can be obtained.
     * @throws IllegalArgumentException if [path] is not below [url]; nothing is sent then.
     */
    @JvmSynthetic
    public suspend fun <T> stream(
        path: String = "",
        configure: ApiRequest.Builder.() -> Unit = {},
        read: suspend (ApiStream) -> T,
    ): T = streamUrl(root.urlOf(path), configure, read)

    /** Sends a GET request to the path of [segments], and reads the response as a stream; see [at]. */
    @JvmSynthetic
    public suspend fun <T> stream(
        segments: List<Any>,
        configure: ApiRequest.Builder.() -> Unit = {},
        read: suspend (ApiStream) -> T,
    ): T = streamUrl(root.at(segments).url, configure, read)

    private suspend fun <T> streamUrl(
        url: String,
        configure: ApiRequest.Builder.() -> Unit,
        read: suspend (ApiStream) -> T,
    ): T {
        val request = ApiRequest.Builder().apply(configure).build()
        val isSuccessExpected = request.expectSuccess ?: config.expectSuccess
        val check: (ApiResult) -> Unit = { if (isSuccessExpected) ApiResponse(it, config.json, config.jsonAdapter).orThrow() }
        return parts.sender.stream(parts.calls.callOf(request.method ?: "GET", url, request, "*/*"), check, read)
    }

    internal fun urlOf(path: String): String = root.urlOf(path)

    internal fun urlOf(segments: List<Any>): String = root.at(segments).url

    /** Returns a new cursor over the pages of the list at [url]. */
    internal fun pagesAt(
        url: String,
        configure: ApiRequest.Builder.() -> Unit,
    ): () -> Pages = {
        PageCursor(url, config.authorizer?.origins.orEmpty()) { page, isFirst ->
            send("GET", page) {
                configure()
                if (!isFirst) query.clear()
            }
        }
    }

    private suspend fun send(
        method: String,
        url: String,
        configure: ApiRequest.Builder.() -> Unit,
    ): ApiResponse {
        val request = ApiRequest.Builder().apply(configure).build()
        require(request.method == null) {
            "The method is $method, by the name of the function or its argument. Do not set another."
        }
        val result = parts.sender.send(parts.calls.callOf(method, url, request))
        val response = ApiResponse(result, config.json, config.jsonAdapter)
        return if (request.expectSuccess ?: config.expectSuccess) response.orThrow() else response
    }

    /** Shows the URL without its query. */
    override fun toString(): String = "ApiClient($root)"

    private companion object {
        init {
            requireFittingVersions()
        }
    }
}

/**
 * Creates a client for the API below [url], such as `https://api.example.com/v1`, which sends the tokens of [tokens], or none if
 * that is null. @throws InvalidConfigException if a setting cannot work.
 */
@JvmSynthetic
public inline fun ApiClient(
    url: String,
    tokens: TokenSource? = null,
    configure: ApiClientConfig.Builder.() -> Unit = {},
): ApiClient = ApiClient(
    ApiClientConfig(url) {
        this.tokens = tokens
        configure()
    },
)
