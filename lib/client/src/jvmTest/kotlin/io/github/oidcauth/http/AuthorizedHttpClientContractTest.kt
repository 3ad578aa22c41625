package io.github.oidcauth.http

import io.github.oidcauth.http.ContractClient.Companion.blocking
import kotlinx.coroutines.future.await
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublisher
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandler
import java.net.http.HttpResponse.BodyHandlers

private val ABILITIES = ContractAbility.entries.toSet() - ContractAbility.REDIRECTS

/** `HttpClient.send`. */
class AuthorizedHttpClientContractTest : HttpClientContract(ABILITIES, { JdkContractClient(it, isAsync = false) })

/** `HttpClient.sendAsync`. */
class AsyncAuthorizedHttpClientContractTest : HttpClientContract(ABILITIES, { JdkContractClient(it, isAsync = true) })

private class JdkContractClient(
    authorizer: RequestAuthorizer,
    private val isAsync: Boolean,
) : ContractClient {
    private val client = AuthorizedHttpClient.of(HttpClient.newHttpClient(), authorizer)

    override suspend fun send(request: ContractRequest): ContractResponse {
        val response = send(request, BodyHandlers.ofString())
        return ContractResponse(response.statusCode(), response.headers().map().mapKeys { it.key.lowercase() }, response.body())
    }

    override suspend fun firstLine(request: ContractRequest): String =
        send(request, BodyHandlers.ofInputStream()).body().use { body -> blocking { body.bufferedReader().readLine() } }

    private suspend fun <T> send(
        request: ContractRequest,
        handler: BodyHandler<T>,
    ): HttpResponse<T> {
        val builder = HttpRequest.newBuilder(URI(request.url)).method(request.method, publisher(request))
        request.headers.forEach(builder::header)
        val built = builder.build()
        return if (isAsync) client.sendAsync(built, handler).await() else blocking { client.send(built, handler) }
    }

    private fun publisher(request: ContractRequest): BodyPublisher {
        val body = request.body ?: return BodyPublishers.noBody()
        val whole = BodyPublishers.ofByteArray(body)
        return if (request.isRepeatable) whole else BodyPublishers.fromPublisher(whole)
    }

    override fun toString(): String = client.toString()
}
