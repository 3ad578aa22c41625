// Tested by ApiClientTest.
package io.github.oidcauth.http

import io.github.oidcauth.ApiException
import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.api.ApiErrors
import io.github.oidcauth.internal.api.ApiResult
import io.github.oidcauth.internal.api.ResponseText
import io.github.oidcauth.internal.json.ParsedJson
import io.github.oidcauth.internal.responses.ProblemReader
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.serializer
import kotlin.jvm.JvmSynthetic

/**
 * The response of an API, read into memory: any status if the request does not expect success.
 *
 * An immutable value. [toString] shows the status alone; the rest is untrusted and may be secret.
 */
public class ApiResponse internal constructor(
    private val result: ApiResult,
    @get:JvmSynthetic
    @PublishedApi internal val format: Json,
    internal val adapter: JsonAdapter? = null,
) : ApiResponseForJava {
    /** The HTTP status (RFC 9110 §15). */
    public val statusCode: Int get() = result.response.statusCode

    /** True if [statusCode] means success, 200 to 299. */
    public val isSuccess: Boolean get() = statusCode in 200..299

    /** The URL of the request, after redirects if they were followed. */
    public val url: String get() = result.url

    /** All headers, each with its values in order. Names are in lower case. */
    public val headers: Map<String, List<String>> get() = result.response.headers

    /** The body as text, in the character set that `Content-Type` names, or else UTF-8; empty when there is none. */
    public val text: String by lazy(LazyThreadSafetyMode.PUBLICATION) { ResponseText.of(result.response) }

    /** The body after decoding, in a new array. */
    public val bytes: ByteArray get() = result.response.octets.copyOf()

    /** The links of the `Link` headers, in order (RFC 8288). Relative ones are resolved against [url]. */
    public val links: List<Link> by lazy(LazyThreadSafetyMode.PUBLICATION) { Link.parse(result.response.headers("link"), url) }

    /**
     * The description of the error, if the response has one: a body of the media type `application/problem+json` (RFC 9457). Null
     * otherwise.
     */
    public val problem: ProblemDetails? by lazy(LazyThreadSafetyMode.PUBLICATION) {
        ProblemReader.read(header("content-type"), text, url)
    }

    /** Returns the first value of the header [name] in any case, or null if it is missing. */
    public fun header(name: String): String? = result.response.headers(name).firstOrNull()

    /** Returns the body as JSON. @throws InvalidResponseException if it is not JSON, or is nested deeper than 100 levels. */
    @JvmSynthetic
    public fun json(): JsonElement = read { ParsedJson.of(format, text) }

    /**
     * Returns the body, which is JSON, as a value of the class [T], which is `@Serializable`.
     *
     * @throws InvalidResponseException if it is not JSON, or not that of such a value, or is nested deeper than 100 levels.
     */
    @JvmSynthetic
    public inline fun <reified T> body(): T = body(format.serializersModule.serializer<T>())

    /**
     * Returns the body, which is JSON, as a value that [deserializer] makes.
     *
     * @throws InvalidResponseException if it is not JSON, or not that of such a value, or is nested deeper than 100 levels.
     */
    @JvmSynthetic
    public fun <T> body(deserializer: DeserializationStrategy<T>): T =
        read {
            ParsedJson.requireShallow(text)
            format.decodeFromString(deserializer, text)
        }

    /** Returns this response if its status is less than 400. @throws ApiException otherwise. */
    @Throws(AuthException::class)
    public fun orThrow(): ApiResponse = if (statusCode < FIRST_ERROR) this else throw ApiErrors.of(result, text)

    private inline fun <T> read(parse: () -> T): T =
        try {
            parse()
        } catch (e: SerializationException) {
            throw ApiErrors.unreadable(result, text, e)
        } catch (e: IllegalArgumentException) {
            // Classes of the program check their values.
            throw ApiErrors.unreadable(result, text, e)
        }

    /** Returns the exception for a body that is not the JSON that the program expects, because of [cause]. */
    internal fun unreadable(cause: Exception): InvalidResponseException = ApiErrors.unreadable(result, text, cause)

    override fun toString(): String = "ApiResponse($statusCode)"

    internal companion object {
        const val FIRST_ERROR: Int = 400
    }
}
