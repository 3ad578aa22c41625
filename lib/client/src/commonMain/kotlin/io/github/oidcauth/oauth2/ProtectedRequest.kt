package io.github.oidcauth.oauth2

import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * A request to an API that wants an access token. [OAuth2Client.request] sends it.
 *
 * ```
 * ProtectedRequest("https://api.example.com/notes") { method("POST").body(json, "application/json") }
 * ```
 *
 * An immutable value. [toString] shows neither headers nor body nor the query.
 */
public class ProtectedRequest private constructor(builder: Builder) {
    /** `GET`, `POST`, `PUT`, `DELETE` … (RFC 9110 §9). */
    public val method: String = builder.method

    /** Where it goes, query included. */
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
         * The method, in the case in which the API knows it. Default `GET`.
         *
         * @throws IllegalArgumentException when it is none, or is `CONNECT` or `TRACE`, which would show the token.
         */
        public fun method(name: String): Builder =
            apply {
                require(isToken(name)) { "A method is one word of letters, digits and !#$%&'*+-.^_`|~ (RFC 9110 §5.6.2)." }
                require(name.uppercase() !in REFUSED_METHODS) { "No token is sent with $name." }
                method = name
            }

        /**
         * One more header.
         *
         * @throws IllegalArgumentException when it is none, or one that the client or its connection sets: `Authorization`, `DPoP`,
         * `Host`, `Content-Type` and what else says how a request is sent.
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

        /** The body, as UTF-8. @throws IllegalArgumentException when [mediaType] is none. */
        @JvmOverloads
        public fun body(
            text: String,
            mediaType: String = "application/json",
        ): Builder = apply { content = Content(text.encodeToByteArray(), checked(mediaType)) }

        /** The body. The array is copied. @throws IllegalArgumentException when [mediaType] is none. */
        public fun body(
            bytes: ByteArray,
            mediaType: String,
        ): Builder = apply { content = Content(bytes.copyOf(), checked(mediaType)) }

        /** The request. @throws IllegalArgumentException when a `GET` or `HEAD` has a body. */
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

        /** Those of the client, and those that decide where a request ends or whom it is for. */
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

        /** A builder for a request to [url]. Whether a token may go there is validated when it is sent. */
        @JvmStatic
        public fun builder(url: String): Builder = Builder(url)
    }
}

/** A request to [url]: `ProtectedRequest("https://…") { method("DELETE") }`. */
@JvmSynthetic
public inline fun ProtectedRequest(
    url: String,
    configure: ProtectedRequest.Builder.() -> Unit = {},
): ProtectedRequest = ProtectedRequest.builder(url).apply(configure).build()
