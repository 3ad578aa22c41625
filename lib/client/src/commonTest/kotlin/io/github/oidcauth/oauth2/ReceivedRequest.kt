package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.addresses.queryParameters
import io.ktor.client.engine.mock.toByteArray
import io.ktor.client.request.HttpRequestData

/** A request as a server in a test received it. */
internal class ReceivedRequest(
    val method: String,
    /** Without the query. */
    val url: String,
    val query: Map<String, List<String>>,
    /** Names in lower case. */
    private val headers: Map<String, List<String>>,
    val body: String,
) {
    /** The body as a form; empty when it is none. */
    val form: Map<String, List<String>>
        get() {
            val isForm = header("content-type").orEmpty().startsWith("application/x-www-form-urlencoded")
            return if (isForm) queryParameters(body).orEmpty() else emptyMap()
        }

    /** The parameter [name] of the form, null when it is not there, all of it joined when it is there more than once. */
    operator fun get(name: String): String? = form[name]?.joinToString("|")

    fun header(name: String): String? = headers[name.lowercase()]?.joinToString("|")

    companion object {
        suspend fun of(data: HttpRequestData): ReceivedRequest {
            val headers = (data.headers.entries() + data.body.headers.entries()).groupBy({ it.key.lowercase() }, { it.value })
            val contentType = data.body.contentType?.let { mapOf("content-type" to listOf(it.toString())) }.orEmpty()
            val url = data.url.toString()
            return ReceivedRequest(
                method = data.method.value,
                url = url.substringBefore('?'),
                query = queryParameters(url.substringAfter('?', "")).orEmpty(),
                headers = headers.mapValues { it.value.flatten() } + contentType,
                body = data.body.toByteArray().decodeToString(),
            )
        }
    }
}
