package io.github.oidcauth.http

import io.github.oidcauth.internal.api.ApiResult
import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.internal.transport.ReceivedResponse
import kotlinx.serialization.json.Json

/** Responses that nobody sent. */
internal object ApiResponseWithLink {
    /** Returns the response to a request to [url] with a `Link` header. */
    fun of(
        url: String,
        link: String,
    ): ApiResponse =
        ApiResponse(ApiResult(HttpCall("GET", url), ReceivedResponse(200, mapOf("link" to listOf(link)), ByteArray(0))), Json)
}
