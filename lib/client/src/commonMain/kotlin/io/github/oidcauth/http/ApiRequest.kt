// Tested by ApiClientTest and ModelApiClientTest.
package io.github.oidcauth.http

import io.github.oidcauth.internal.api.ApiBody
import io.github.oidcauth.internal.api.HeaderRules
import io.github.oidcauth.internal.api.ReadContent
import io.github.oidcauth.internal.api.WrittenContent
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.ByteWriteChannel
import kotlinx.serialization.SerializationStrategy
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration

/**
 * A request of an [ApiClient], without its method and path: query, headers, body, and settings of this one request.
 *
 * Immutable, except for a body that is a stream. [toString] shows nothing of it.
 */
public class ApiRequest private constructor(builder: Builder) {
    internal val method: String? = builder.method
    internal val query: List<Pair<String, Any?>> = builder.query.toList()
    internal val headers: List<Pair<String, String>> = builder.headers.toList()
    internal val cookies: List<Pair<String, String>> = builder.cookies.toList()
    internal val body: ApiBody = builder.body
    internal val timeout: Duration? = builder.timeout
    internal val expectSuccess: Boolean? = builder.expectSuccess
    internal val nulls: NullFields? = builder.nulls
    internal val booleans: Pair<String, String>? = builder.booleans
    internal val retries: Int? = builder.retries
    internal val followRedirects: Boolean = builder.followRedirects

    override fun toString(): String = "ApiRequest"

    /** Builds an [ApiRequest]. A second body replaces the first. Not thread-safe. */
    public class Builder internal constructor() : ApiRequestBuilderForJava {
        internal var method: String? = null
        internal val query = mutableListOf<Pair<String, Any?>>()
        internal val headers = mutableListOf<Pair<String, String>>()
        internal val cookies = mutableListOf<Pair<String, String>>()
        internal var body: ApiBody = ApiBody.None
        internal var booleans: Pair<String, String>? = null

        /** The maximum duration of one sending of this request, in place of [ApiClientConfig.timeout]; more than zero. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var timeout: Duration? = null
            set(value) {
                require(value == null || value.isPositive()) { "The timeout is $value; it must be more than zero." }
                field = value
            }

        /** True to throw an exception for a status of 400 or more, in place of [ApiClientConfig.expectSuccess]. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var expectSuccess: Boolean? = null

        /** The treatment of fields without a value, in place of [ApiClientConfig.nulls]. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var nulls: NullFields? = null

        /** The number of retries, in place of [ApiClientConfig.retries]; 0 to 20. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var retries: Int? = null
            set(value) {
                require(value == null || value in 0..MAX_RETRIES) { "The number of retries must be from 0 to $MAX_RETRIES." }
                field = value
            }

        /**
         * True to follow redirects, at most 10, of a GET or HEAD. The token goes to its origins alone, and other headers to the
         * origin of the request. Default false: a redirect is returned as the response that it is.
         */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var followRedirects: Boolean = false

        /**
         * Sets the method of [ApiClient.stream]. Default `GET`. The other functions of [ApiClient] have the method in their names,
         * and refuse this.
         */
        public fun method(name: String): Builder = apply { method = HeaderRules.method(name) }

        /**
         * Adds a parameter to the query. A list or array is sent as several parameters of the name, and null not at all. A boolean
         * is sent as [booleans] says.
         */
        public fun query(
            name: String,
            value: Any?,
        ): Builder = apply { query += name to value }

        /** Adds a parameter to the query for each entry of [parameters]. */
        public fun query(parameters: Map<String, Any?>): Builder = apply { query += parameters.toList() }

        /**
         * Adds a header. It replaces the headers of that name that the client has. An `Authorization` header is left alone: no
         * token is sent then.
         *
         * @throws IllegalArgumentException if it is not a valid header, or one that the connection sets, such as `Host`.
         */
        public fun header(
            name: String,
            value: String,
        ): Builder = apply { headers += HeaderRules.header(name, value) }

        /**
         * Adds a cookie. It replaces one of that name that the client has.
         *
         * @throws IllegalArgumentException if [name] or [value] has characters that a cookie cannot have.
         */
        public fun cookie(
            name: String,
            value: String,
        ): Builder = apply { cookies += HeaderRules.cookie(name, value) }

        /**
         * Sets a JSON body: maps, lists, text, numbers, booleans, null, `JsonElement`, and objects of classes that are
         * `@Serializable`, by the class that they have at run time. Use the other overload for a class with type parameters, and
         * for one of a sealed hierarchy whose type has to be sent.
         *
         * If [value] is anything else, the request fails with an [IllegalArgumentException].
         */
        public fun json(value: Any?): Builder = apply { body = ApiBody.JsonValue { it.elementOf(value) } }

        /** Sets [value] as JSON body, by [serializer]. */
        @JvmSynthetic
        public fun <T> json(
            value: T,
            serializer: SerializationStrategy<T>,
        ): Builder = apply { body = ApiBody.JsonValue { it.elementOf(value, serializer) } }

        /** Sets a form as body (`application/x-www-form-urlencoded`). Lists and booleans are sent as in [query]. */
        public fun form(fields: Map<String, Any?>): Builder = apply { body = ApiBody.Form(fields.toList()) }

        /** Sets a form as body, whose names may occur several times. */
        @JvmSynthetic
        public fun form(vararg fields: Pair<String, Any?>): Builder = apply { body = ApiBody.Form(fields.toList()) }

        /**
         * Sets a form with files as body (`multipart/form-data`, RFC 7578): `multipart { text("a", 1); file("b", path) }`. Texts are
         * sent as in [form]. The request can be sent again, such as with a new token, if all its parts can.
         */
        @JvmSynthetic
        public fun multipart(configure: MultipartForm.Builder.() -> Unit): Builder = multipart(MultipartForm(configure))

        /** Sets [form] as body. */
        public fun multipart(form: MultipartForm): Builder = apply { body = ApiBody.Multipart(form) }

        /** Sets the body, as UTF-8. @throws IllegalArgumentException if [mediaType] is not a media type. */
        public fun body(
            text: String,
            mediaType: String,
        ): Builder = apply { body = ApiBody.Octets(text.encodeToByteArray(), HeaderRules.mediaType(mediaType)) }

        /** Sets the body. The array is copied. @throws IllegalArgumentException if [mediaType] is not a media type. */
        public fun body(
            bytes: ByteArray,
            mediaType: String,
        ): Builder = apply { body = ApiBody.Octets(bytes.copyOf(), HeaderRules.mediaType(mediaType)) }

        /**
         * Sets a body of [length] bytes, or of unknown length if that is null, that [write] writes while it is sent. [write] is
         * called again if the request is sent again, such as with a new token, and must then write the same; if it cannot, set
         * [isRepeatable] to false.
         *
         * @throws IllegalArgumentException if [mediaType] is not a media type.
         */
        @JvmSynthetic
        public fun body(
            mediaType: String,
            length: Long? = null,
            isRepeatable: Boolean = true,
            write: suspend (ByteWriteChannel) -> Unit,
        ): Builder =
            apply {
                HeaderRules.mediaType(mediaType)
                body = ApiBody.Stream(isRepeatable) { WrittenContent(mediaType, length, write) }
            }

        /**
         * Sets a body of [length] bytes, or of unknown length if that is null, that is read from [channel] while it is sent. It
         * can be sent once: if the API refuses the token, that is an error.
         *
         * @throws IllegalArgumentException if [mediaType] is not a media type.
         */
        @JvmSynthetic
        public fun body(
            channel: ByteReadChannel,
            mediaType: String,
            length: Long? = null,
        ): Builder =
            apply {
                HeaderRules.mediaType(mediaType)
                body = ApiBody.Stream(isRepeatable = false) { ReadContent(mediaType, length, channel) }
            }

        /** @see expectSuccess */
        public fun expectSuccess(enabled: Boolean): Builder = apply { expectSuccess = enabled }

        /** @see nulls */
        public fun nulls(nulls: NullFields): Builder = apply { this.nulls = nulls }

        /** Sets the text of true and false in query and form, in place of [ApiClientConfig.Builder.booleans]. */
        public fun booleans(
            trueText: String,
            falseText: String,
        ): Builder = apply { booleans = trueText to falseText }

        /** @see retries */
        public fun retries(number: Int): Builder = apply { retries = number }

        /** @see followRedirects */
        public fun followRedirects(enabled: Boolean): Builder = apply { followRedirects = enabled }

        internal fun build(): ApiRequest = ApiRequest(this)

        override fun toString(): String = "ApiRequest.Builder"

        private companion object {
            const val MAX_RETRIES = 20
        }
    }
}
