package io.github.oidcauth.internal.transport

/** A request that [Transport] sends once, even if it fails. */
internal class HttpCall(
    /** The method: `GET`, `POST`, `PUT`, `DELETE` … (RFC 9110 §9). */
    val method: String,
    val url: String,
    /** The headers in order; a name may occur several times. They may contain secrets. */
    val headers: List<Pair<String, String>> = emptyList(),
    val body: Body = Body.None,
) {
    override fun toString(): String = "HttpCall($method)"

    sealed interface Body {
        data object None : Body

        /** A form (`application/x-www-form-urlencoded`). A name may occur several times, like `resource` (RFC 8707 §2). */
        class Form(
            val parameters: List<Pair<String, String>>,
        ) : Body

        /** Octets, sent unchanged. */
        class Octets(
            val mediaType: String,
            val octets: ByteArray,
        ) : Body

        /** Text, sent as UTF-8. */
        class Text(
            val mediaType: String,
            val text: String,
        ) : Body
    }
}
