package io.github.oidcauth.internal.transport

/** A request that [Transport] sends once, whatever comes of it. */
internal class HttpCall(
    /** `GET`, `POST`, `PUT`, `DELETE` … (RFC 9110 §9). */
    val method: String,
    val url: String,
    /** In order; a name may be there several times. May hold secrets. */
    val headers: List<Pair<String, String>> = emptyList(),
    val body: Body = Body.None,
) {
    override fun toString(): String = "HttpCall($method)"

    sealed interface Body {
        data object None : Body

        /** `application/x-www-form-urlencoded`. A name may be there several times, as `resource` may (RFC 8707 §2). */
        class Form(
            val parameters: List<Pair<String, String>>,
        ) : Body

        /** Anything, as it is. */
        class Octets(
            val mediaType: String,
            val octets: ByteArray,
        ) : Body

        /** Anything else, as UTF-8. */
        class Text(
            val mediaType: String,
            val text: String,
        ) : Body
    }
}
