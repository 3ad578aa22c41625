package io.github.oidcauth.internal.responses

/** Information about a refused request in addition to the status and body of the response. */
internal class ErrorContext(
    /** The media type of the response without parameters, in lower case. */
    val mediaType: String? = null,
    /** The `WWW-Authenticate` headers of the response (RFC 9110 §11.6.1). */
    val challenges: List<String> = emptyList(),
    /** The name of the client and what to check if the server does not accept it, as sentences without a secret. */
    val clientAdvice: String? = null,
) {
    override fun toString(): String = "ErrorContext($mediaType)"

    companion object {
        /** No further information. */
        val NONE: ErrorContext = ErrorContext()
    }
}
