package io.github.oidcauth.internal.responses

/** Information about a refused request beside the status and the body of the response. */
internal class ErrorContext(
    /** The media type of the response without parameters, in lower case. */
    val mediaType: String? = null,
    /** The `WWW-Authenticate` headers of the response (RFC 9110 §11.6.1). */
    val challenges: List<String> = emptyList(),
    /** The client that made the request and what to look at when it is not accepted, as sentences without a secret. */
    val clientAdvice: String? = null,
) {
    override fun toString(): String = "ErrorContext($mediaType)"

    companion object {
        /** Nothing else is known. */
        val NONE: ErrorContext = ErrorContext()
    }
}
