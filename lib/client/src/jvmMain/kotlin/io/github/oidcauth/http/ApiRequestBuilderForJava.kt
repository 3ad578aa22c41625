// Tested by ApiUploadsTest.
package io.github.oidcauth.http

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.requests.FileContent
import io.github.oidcauth.internal.requests.InputStreamContent
import io.github.oidcauth.internal.requests.PartContent
import java.io.InputStream
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.Callable
import java.util.function.Consumer
import kotlin.time.toKotlinDuration

/** The setters of [ApiRequest.Builder] for types of Java. Programs in Kotlin call those of streams and files too. */
public sealed interface ApiRequestBuilderForJava {
    /** Sets the maximum duration of one sending of this request; more than zero. Returns this builder. */
    public fun timeout(timeout: Duration): ApiRequest.Builder = builder.apply { this.timeout = timeout.toKotlinDuration() }

    /** Sets a form with files as body: see [ApiRequest.Builder.multipart]. */
    public fun multipart(configure: Consumer<MultipartForm.Builder>): ApiRequest.Builder =
        builder.multipart(MultipartForm.builder().also(configure::accept).build())

    /**
     * Sets the file at [path] as body. It is read each time that the request is sent, and must not change its size meanwhile.
     *
     * @throws InvalidConfigException if there is no file at [path] that can be read.
     * @throws IllegalArgumentException if [mediaType] is not a media type.
     */
    public fun body(
        path: Path,
        mediaType: String,
    ): ApiRequest.Builder = body(FileContent.of(path), mediaType)

    /**
     * Sets what [open] returns as body, which is called each time that the request is sent, on a thread that may block, and closed
     * afterwards.
     *
     * @throws IllegalArgumentException if [mediaType] is not a media type.
     */
    public fun body(
        open: Callable<InputStream>,
        mediaType: String,
    ): ApiRequest.Builder = body(InputStreamContent(isRepeatable = true) { open.call() }, mediaType)

    /**
     * Sets the rest of [stream] as body. It is closed when it has been sent. The request can be sent once: if the API refuses the
     * token, that is an error. Give a function that opens the stream where that matters.
     *
     * @throws IllegalArgumentException if [mediaType] is not a media type.
     */
    public fun body(
        stream: InputStream,
        mediaType: String,
    ): ApiRequest.Builder = body(InputStreamContent(isRepeatable = false) { stream }, mediaType)

    private fun body(
        content: PartContent,
        mediaType: String,
    ): ApiRequest.Builder = builder.body(mediaType, content.length, content.isRepeatable, content::writeTo)

    private val builder: ApiRequest.Builder get() =
        when (this) {
            is ApiRequest.Builder -> this
        }
}
