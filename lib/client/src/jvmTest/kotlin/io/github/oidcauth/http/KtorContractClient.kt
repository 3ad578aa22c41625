package io.github.oidcauth.http

import io.ktor.client.HttpClient
import io.ktor.client.HttpClientConfig
import io.ktor.client.engine.HttpClientEngineFactory
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.client.request.prepareRequest
import io.ktor.client.request.request
import io.ktor.client.request.setBody
import io.ktor.client.statement.bodyAsChannel
import io.ktor.client.statement.bodyAsText
import io.ktor.http.HttpMethod
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.readUTF8Line

/** Ktor's client with the plugin [AccessTokens] and an engine of [factory]. */
internal class KtorContractClient(
    factory: HttpClientEngineFactory<*>,
    rules: RequestAuthorizer,
    configure: HttpClientConfig<*>.() -> Unit = {},
) : ContractClient {
    private val plain =
        HttpClient(factory) {
            followRedirects = false
            install(AccessTokens) { authorizer = rules }
            configure()
        }
    private val following = plain.config { followRedirects = true }

    override suspend fun send(request: ContractRequest): ContractResponse {
        val response = (if (request.isFollowingRedirects) following else plain).request(request.url) { take(request) }
        val headers = response.headers.names().associate { it.lowercase() to response.headers.getAll(it).orEmpty() }
        return ContractResponse(response.status.value, headers, response.bodyAsText())
    }

    override suspend fun firstLine(request: ContractRequest): String =
        plain.prepareRequest(request.url) { take(request) }.execute { response ->
            checkNotNull(response.bodyAsChannel().readUTF8Line()) { "The response is empty." }
        }

    private fun HttpRequestBuilder.take(request: ContractRequest) {
        method = HttpMethod(request.method)
        request.headers.forEach { (name, value) -> headers.append(name, value) }
        request.body?.let { if (request.isRepeatable) setBody(it) else setBody(ByteReadChannel(it)) }
    }

    override fun close() {
        following.close()
        plain.close()
    }

    override fun toString(): String = "KtorContractClient($plain)"
}
