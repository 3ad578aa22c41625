package io.github.oidcauth.internal.api

import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.internal.transport.ReceivedResponse

/** A request to an API, as it was sent, and the response. */
internal class ApiResult(
    private val request: HttpCall,
    val response: ReceivedResponse,
) {
    val method: String get() = request.method
    val url: String get() = request.url

    /** The values of the request that an error must not contain. */
    val secrets: List<String>
        get() =
            request.headers
                .filter { (name, _) -> SECRET_NAMES.any { it in name.lowercase() } }
                .flatMap { (_, value) ->
                    listOf(value, value.substringAfter(' ')) +
                        value.split("; ").map { it.substringAfter('=') }
                }

    /** The scheme of the token that was sent, or null. */
    val scheme: String?
        get() = request.headers.lastOrNull { (name, _) ->
            name.equals("Authorization", ignoreCase = true)
        }?.second?.substringBefore(' ')

    override fun toString(): String = "ApiResult($method, $response)"

    private companion object {
        val SECRET_NAMES = listOf("key", "token", "secret", "auth", "cookie", "password", "signature", "dpop")
    }
}
