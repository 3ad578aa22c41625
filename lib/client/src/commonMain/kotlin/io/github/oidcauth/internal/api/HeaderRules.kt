// Tested by ApiClientConfigTest.
package io.github.oidcauth.internal.api

/** The headers and cookies that a program may set (RFC 9110 §5.1, §5.5; RFC 6265 §4.1.1). Pure. */
internal object HeaderRules {
    private val TOKEN = Regex("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
    private val MEDIA_TYPE = Regex("$TOKEN/$TOKEN( *; *$TOKEN=($TOKEN|\"[ !#-\\[\\]-~]*\"))*")

    /** The headers that decide the length of a request, its connection or its recipient. */
    private val REFUSED =
        setOf("host", "content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade", "expect") +
            setOf("proxy-authorization", "dpop")

    /** Returns the header of [name] and [value]. @throws IllegalArgumentException when a program may not set it. */
    fun header(
        name: String,
        value: String,
    ): Pair<String, String> {
        require(TOKEN.matches(name)) { "A header's name is one word of letters, digits and !#$%&'*+-.^_`|~ (RFC 9110 §5.1)." }
        require(name.lowercase() !in REFUSED) { "The header $name is set by the client." }
        require(value.all { it in ' '..'~' || it == '\t' }) { "The value of the header $name is not printable ASCII." }
        return name to value
    }

    /** Returns the cookie of [name] and [value]. @throws IllegalArgumentException when it is not valid. */
    fun cookie(
        name: String,
        value: String,
    ): Pair<String, String> {
        require(TOKEN.matches(name)) { "A cookie's name is one word of letters, digits and !#$%&'*+-.^_`|~ (RFC 6265 §4.1.1)." }
        require(value.all { it in '!'..'~' && it !in "\",;\\" }) {
            "The value of the cookie $name has characters that cookies cannot have. Encode them as the API expects it."
        }
        return name to value
    }

    /** Returns [mediaType]. @throws IllegalArgumentException when it is not a media type. */
    fun mediaType(mediaType: String): String {
        require(MEDIA_TYPE.matches(mediaType)) { "A media type is such as application/json (RFC 9110 §8.3.1)." }
        return mediaType
    }

    /** Returns [method]. @throws IllegalArgumentException when it is not a method, or would reveal the token. */
    fun method(method: String): String {
        require(TOKEN.matches(method)) { "A method is one word of letters, digits and !#$%&'*+-.^_`|~ (RFC 9110 §5.6.2)." }
        require(method.uppercase() !in setOf("CONNECT", "TRACE")) { "No request is sent with $method." }
        return method
    }
}
