package io.github.oidcauth.internal.transport

/** The response of an API, as it was received: any status. */
internal class ReceivedResponse(
    val statusCode: Int,
    /** All headers, with names in lower case. They may contain secrets. */
    val headers: Map<String, List<String>>,
    /** The body after decoding. It may contain secrets. */
    val octets: ByteArray,
) {
    fun headers(name: String): List<String> = headers[name.lowercase()].orEmpty()

    override fun toString(): String = "ReceivedResponse($statusCode)"
}
