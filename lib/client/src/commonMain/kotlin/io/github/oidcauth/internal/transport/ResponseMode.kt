package io.github.oidcauth.internal.transport

import io.ktor.util.AttributeKey

/** The way in which an engine of this library returns the body of a response. Other engines always return a stream. */
internal sealed interface ResponseMode {
    /** The body is read before the response is returned, up to [limit] octets and one more. */
    class Whole(
        val limit: Int,
    ) : ResponseMode

    /** The response is returned as soon as its headers have arrived. Its body is read by whoever reads the channel. */
    data object Streamed : ResponseMode

    companion object {
        /** The attribute of a request that holds its mode. */
        val KEY: AttributeKey<ResponseMode> = AttributeKey("oidc-auth-response")

        /** The mode of requests without that attribute. */
        val DEFAULT: ResponseMode = Whole(Transport.MAX_RESPONSE_BYTES)
    }
}
