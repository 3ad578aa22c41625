// Tested by MultipartFormTest.
package io.github.oidcauth.http

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.requests.FileContent
import io.github.oidcauth.internal.requests.InputStreamContent
import java.io.InputStream
import java.nio.file.Path
import java.util.concurrent.Callable

/** The setters of [MultipartForm.Builder] for types of Java. Programs in Kotlin call them too. */
public sealed interface MultipartFormBuilderForJava {
    /**
     * Adds the file at [path] with its own name, and the media type that its ending stands for. It is read each time that the
     * request is sent, and must not change its size meanwhile.
     *
     * @throws InvalidConfigException if there is no file at [path] that can be read.
     */
    public fun file(
        name: String,
        path: Path,
    ): MultipartForm.Builder = file(name, path, fileName = path.fileName?.toString().orEmpty(), mediaType = null)

    /**
     * Adds the file at [path], named [fileName]. If [mediaType] is null, it follows from the ending of [fileName].
     *
     * @throws InvalidConfigException if there is no file at [path] that can be read.
     */
    public fun file(
        name: String,
        path: Path,
        fileName: String,
        mediaType: String?,
    ): MultipartForm.Builder = builder.part(name, fileName, mediaType, FileContent.of(path))

    /**
     * Adds a file whose content is read from what [open] returns, which is called each time that the request is sent, on a thread
     * that may block, and closed afterwards.
     */
    public fun stream(
        name: String,
        fileName: String?,
        open: Callable<InputStream>,
    ): MultipartForm.Builder = builder.part(
        name,
        fileName,
        mediaType = null,
        InputStreamContent(isRepeatable = true) {
            open.call()
        },
    )

    /**
     * Adds a file with the rest of [stream], which is closed when it has been sent. The request cannot be sent again, for example with
     * another token; give a function that opens the stream where that matters.
     */
    public fun stream(
        name: String,
        fileName: String?,
        stream: InputStream,
    ): MultipartForm.Builder = builder.part(name, fileName, mediaType = null, InputStreamContent(isRepeatable = false) { stream })

    private val builder: MultipartForm.Builder get() =
        when (this) {
            is MultipartForm.Builder -> this
        }
}
