package io.github.oidcauth.providers

import io.github.oidcauth.http.ApiRequest
import io.github.oidcauth.http.ApiResponse
import io.github.oidcauth.internal.api.streamOf
import java.util.function.Consumer
import java.util.stream.Stream

/** The members of [Auth0Management] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface Auth0ManagementForJava {
    /**
     * Returns the pages of the list at [path], requested by their numbers: see [Auth0Management.pagesByNumber]. A page is requested
     * when the stream comes to it, on the thread that traverses it.
     */
    public fun pagesByNumber(path: String): Stream<ApiResponse> = pagesByNumber(path, Auth0Management.DEFAULT_SIZE, Consumer { })

    /** Returns the pages of the list at [path], with [perPage] items each and what [configure] adds to each request. */
    public fun pagesByNumber(
        path: String,
        perPage: Int,
        configure: Consumer<ApiRequest.Builder>,
    ): Stream<ApiResponse> = streamOf(management.numbered(path, perPage) { configure.accept(this) })

    /**
     * Returns the pages of the list at [path], requested by checkpoints: see [Auth0Management.pagesByCheckpoint]. A page is
     * requested when the stream comes to it, on the thread that traverses it.
     */
    public fun pagesByCheckpoint(
        path: String,
    ): Stream<ApiResponse> = pagesByCheckpoint(path, Auth0Management.DEFAULT_SIZE, Consumer { })

    /** Returns the pages of the list at [path], with [take] items each and what [configure] adds to each request. */
    public fun pagesByCheckpoint(
        path: String,
        take: Int,
        configure: Consumer<ApiRequest.Builder>,
    ): Stream<ApiResponse> = streamOf(management.checkpoints(path, take) { configure.accept(this) })

    private val management: Auth0Management get() =
        when (this) {
            is Auth0Management -> this
        }
}
