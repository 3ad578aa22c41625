package io.github.oidcauth.http

import io.github.oidcauth.internal.api.Download
import io.github.oidcauth.internal.versions.requireFittingVersions
import java.nio.file.Path

/**
 * Sends a GET request to [path] and writes the body of the response to [file], in place of one that is there. It is written to
 * another file in the same directory first, which takes its place when it is complete: nobody sees a part of it, and a failure leaves
 * [file] as it was. The size is not limited.
 *
 * @throws io.github.oidcauth.AuthException as [ApiClient.stream] does.
 * @throws io.github.oidcauth.InvalidResponseException if the status is another one than 200 to 299, such as that of a redirect which
 * the request does not follow.
 * @throws java.io.UncheckedIOException if the file cannot be written.
 */
@JvmSynthetic
public suspend fun ApiClient.download(
    path: String,
    file: Path,
    configure: ApiRequest.Builder.() -> Unit = {},
) {
    requireFittingVersions()
    stream(path, configure) { Download().write(it.requireContent().channel, file) }
}

/** Writes the response to a GET request to the path of [segments] to [file]; see [ApiClient.at]. */
@JvmSynthetic
public suspend fun ApiClient.download(
    segments: List<Any>,
    file: Path,
    configure: ApiRequest.Builder.() -> Unit = {},
) {
    requireFittingVersions()
    stream(segments, configure) { Download().write(it.requireContent().channel, file) }
}
