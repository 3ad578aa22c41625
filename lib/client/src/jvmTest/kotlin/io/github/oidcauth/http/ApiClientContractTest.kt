// Tests ApiClient and ApiSender.
package io.github.oidcauth.http

import io.github.oidcauth.internal.transport.okhttp.OwnHttpClients
import io.ktor.client.HttpClient
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.readUTF8Line
import okhttp3.OkHttpClient
import java.net.http.HttpClient as JdkHttpClient

class ApiClientContractTest : HttpClientContract(create = { ApiContractClient(it, null) })

class ApiClientWithOkHttpContractTest :
    HttpClientContract(create = { ApiContractClient(it, OwnHttpClients.of(OkHttpClient())) })

class ApiClientWithJdkContractTest :
    HttpClientContract(create = { ApiContractClient(it, OwnHttpClients.of(JdkHttpClient.newHttpClient())) })

/** An [ApiClient] that returns errors as responses. */
private class ApiContractClient(
    authorizer: RequestAuthorizer,
    client: HttpClient?,
) : ContractClient {
    private val api =
        ApiClient("http://127.0.0.1") {
            this.authorizer = authorizer
            httpClient = client
            expectSuccess = false
        }

    override suspend fun send(request: ContractRequest): ContractResponse {
        val response = api.atUrl(request.url).request(request.method) { configure(request) }
        return ContractResponse(response.statusCode, response.headers, response.text)
    }

    override suspend fun firstLine(request: ContractRequest): String =
        api.atUrl(request.url).stream("", { configure(request) }) { it.channel.readUTF8Line().orEmpty() }

    private fun ApiRequest.Builder.configure(request: ContractRequest) {
        request.headers.forEach { (name, value) -> header(name, value) }
        followRedirects = request.isFollowingRedirects
        val octets = request.body ?: return
        if (request.isRepeatable) body(octets, MEDIA_TYPE) else body(ByteReadChannel(octets), MEDIA_TYPE, octets.size.toLong())
    }

    override fun toString(): String = "$api"

    private companion object {
        const val MEDIA_TYPE = "application/octet-stream"
    }
}
