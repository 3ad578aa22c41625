package io.github.oidcauth.internal.requests

import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublisher
import java.net.http.HttpRequest.BodyPublishers

/**
 * Decides if the body of a request of the JDK's client can be sent again: if it is empty, or from `ofString`, `ofByteArray` or
 * `ofFile`. `ofInputStream` asks for a new stream each time, but most programs give it the same one again, whose rest would be
 * sent for the whole; and nothing is known of publishers of programs.
 */
internal object RepeatableBodies {
    private val CLASSES: Set<Class<*>> =
        setOf(
            BodyPublishers.noBody().javaClass,
            BodyPublishers.ofString("").javaClass,
            BodyPublishers.ofByteArray(ByteArray(0)).javaClass,
        )

    /** The class of `ofFile`, which needs a file to be made. Under another name, its bodies are not sent again. */
    private const val FILE_CLASS = "jdk.internal.net.http.RequestPublishers\$FilePublisher"

    fun isRepeatable(request: HttpRequest): Boolean = request.bodyPublisher().map(::isRepeatable).orElse(true)

    private fun isRepeatable(body: BodyPublisher): Boolean =
        body.contentLength() == 0L || body.javaClass in CLASSES || body.javaClass.name == FILE_CLASS
}
