package io.github.oidcauth.http

import io.github.oidcauth.internal.api.BodyStream
import java.io.InputStream

/** The members of [ApiStream] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface ApiStreamForJava {
    /**
     * Returns [ApiStream.channel] as a stream, whose functions block and can be interrupted. They throw an `IOException` if the
     * connection breaks; its cause is the [io.github.oidcauth.TransportException].
     */
    public fun getBody(): InputStream = BodyStream(stream.channel)

    private val stream: ApiStream get() =
        when (this) {
            is ApiStream -> this
        }
}
