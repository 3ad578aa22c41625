package io.github.oidcauth.internal.transport

import io.ktor.util.AttributeKey

/** The way in which an engine of this library returns the body of a response. Other engines always return a stream. */
internal sealed interface BodyMode {
    /** The body is read before the response is returned, up to [limit] octets and one more. */
    class Whole(
        val limit: Int,
    ) : BodyMode

    /** The response is returned as soon as its headers have arrived. Its body is read by whoever reads the channel. */
    data object Streamed : BodyMode

    companion object {
        /** The attribute of a request that holds its mode. */
        val KEY: AttributeKey<BodyMode> = AttributeKey("oidc-auth-response")

        /** The mode of requests without that attribute. */
        val DEFAULT: BodyMode = Whole(Transport.MAX_RESPONSE_BYTES)
    }
}
