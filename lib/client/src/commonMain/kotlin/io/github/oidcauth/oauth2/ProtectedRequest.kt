package io.github.oidcauth.oauth2

import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * A request to an API that requires an access token. [OAuth2Client.request] sends it.
 *
 * ```
 * ProtectedRequest("https://api.example.com/notes") { method("POST").body(json, "application/json") }
 * ```
 *
 * An immutable value. [toString] shows neither headers nor body nor the query.
 */
public class ProtectedRequest private constructor(builder: Builder) {
    /** The method: `GET`, `POST`, `PUT`, `DELETE` … (RFC 9110 §9). */
    public val method: String = builder.method

    /** The URL, including the query. */
    public val url: String = builder.url

    internal val headers: List<Pair<String, String>> = builder.headers.toList()
    internal val content: Content? = builder.content

    init {
        require(content == null || method !in WITHOUT_BODY) { "A $method request has no body." }
    }

    /** A body with its media type. */
    internal class Content(
        val octets: ByteArray,
        val mediaType: String,
    )

    override fun toString(): String = "ProtectedRequest($method ${url.substringBefore('?').substringBefore('#')})"

    /** Makes a [ProtectedRequest]. Not thread-safe. */
    public class Builder internal constructor(
        internal val url: String,
    ) {
        internal var method: String = "GET"
        internal val headers = mutableListOf<Pair<String, String>>()
        internal var content: Content? = null

        /**
         * Sets the method, in upper or lower case as the API expects it. Default `GET`.
         *
         * @throws IllegalArgumentException if it is not a method, or is `CONNECT` or `TRACE`, which would reveal the token.
         */
        public fun method(name: String): Builder =
            apply {
                require(isToken(name)) { "A method is one word of letters, digits and !#$%&'*+-.^_`|~ (RFC 9110 §5.6.2)." }
                require(name.uppercase() !in REFUSED_METHODS) { "No token is sent with $name." }
                method = name
            }

        /**
         * Adds a header.
         *
         * @throws IllegalArgumentException if it is not a valid header, or one that the client or its connection sets:
         *     `Authorization`, `DPoP`, `Host`, `Content-Type` and the headers that control the transfer.
         */
        public fun header(
            name: String,
            value: String,
        ): Builder =
            apply {
                require(isToken(name)) { "A header's name is one word of letters, digits and !#$%&'*+-.^_`|~ (RFC 9110 §5.1)." }
                require(name.lowercase() !in REFUSED_HEADERS) { "The header $name is set by the client." }
                require(value.all { it in ' '..'~' || it == '\t' }) { "The value of the header $name is not printable ASCII." }
                headers += name to value
            }

        /** Sets the body, as UTF-8. @throws IllegalArgumentException if [mediaType] is not a media type. */
        @JvmOverloads
        public fun body(
            text: String,
            mediaType: String = "application/json",
        ): Builder = apply { content = Content(text.encodeToByteArray(), checked(mediaType)) }

        /** Sets the body. The array is copied. @throws IllegalArgumentException if [mediaType] is not a media type. */
        public fun body(
            bytes: ByteArray,
            mediaType: String,
        ): Builder = apply { content = Content(bytes.copyOf(), checked(mediaType)) }

        /** Returns the request. @throws IllegalArgumentException if a `GET` or `HEAD` has a body. */
        public fun build(): ProtectedRequest = ProtectedRequest(this)

        override fun toString(): String = "ProtectedRequest.Builder($method)"

        private fun checked(mediaType: String): String {
            require(MEDIA_TYPE.matches(mediaType)) { "A media type is such as application/json (RFC 9110 §8.3.1)." }
            return mediaType
        }

        private fun isToken(text: String) = TOKEN.matches(text)
    }

    public companion object {
        private val WITHOUT_BODY = setOf("GET", "HEAD")
        private val REFUSED_METHODS = setOf("CONNECT", "TRACE")

        /** The headers that the client sets, and those that decide the length of a request or its recipient. */
        private val REFUSED_HEADERS =
            setOf(
                "authorization",
                "dpop",
                "proxy-authorization",
                "host",
                "content-type",
                "content-length",
                "transfer-encoding",
                "connection",
                "keep-alive",
                "te",
                "trailer",
                "upgrade",
                "expect",
            )
        private const val TCHAR = "[A-Za-z0-9!#$%&'*+.^_`|~-]+"
        private val TOKEN = Regex(TCHAR)
        private val MEDIA_TYPE = Regex("$TCHAR/$TCHAR(; *$TCHAR=($TCHAR|\"[ !#-\\[\\]-~]*\"))*")

        /** Returns a builder for a request to [url]. The URL is checked when the request is sent. */
        @JvmStatic
        public fun builder(url: String): Builder = Builder(url)
    }
}

/** Creates a request to [url]: `ProtectedRequest("https://…") { method("DELETE") }`. */
@JvmSynthetic
public inline fun ProtectedRequest(
    url: String,
    configure: ProtectedRequest.Builder.() -> Unit = {},
): ProtectedRequest = ProtectedRequest.builder(url).apply(configure).build()
