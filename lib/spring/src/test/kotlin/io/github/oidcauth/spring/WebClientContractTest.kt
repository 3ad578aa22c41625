package io.github.oidcauth.spring

import io.github.oidcauth.http.ContractAbility
import io.github.oidcauth.http.ContractClient
import io.github.oidcauth.http.ContractRequest
import io.github.oidcauth.http.ContractResponse
import io.github.oidcauth.http.HttpClientContract
import io.github.oidcauth.http.RequestAuthorizer
import kotlinx.coroutines.future.await
import org.springframework.core.io.buffer.DataBufferUtils
import org.springframework.core.io.buffer.DefaultDataBufferFactory
import org.springframework.http.HttpMethod
import org.springframework.http.client.reactive.ClientHttpConnector
import org.springframework.http.client.reactive.JdkClientHttpConnector
import org.springframework.http.client.reactive.ReactorClientHttpConnector
import org.springframework.web.reactive.function.BodyInserters
import org.springframework.web.reactive.function.client.ClientResponse
import org.springframework.web.reactive.function.client.WebClient
import reactor.core.publisher.Mono
import java.io.ByteArrayInputStream
import java.net.URI

private val ABILITIES = ContractAbility.entries.toSet() - ContractAbility.REDIRECTS

class JdkWebClientContractTest : HttpClientContract(ABILITIES, { WebContractClient(it, JdkClientHttpConnector()) })

class ReactorWebClientContractTest : HttpClientContract(ABILITIES, { WebContractClient(it, ReactorClientHttpConnector()) })

private class WebContractClient(
    authorizer: RequestAuthorizer,
    connector: ClientHttpConnector,
) : ContractClient {
    private val filter = AccessTokenFilter(authorizer)
    private val client =
        WebClient.builder().clientConnector(connector).filter(filter).codecs { it.defaultCodecs().maxInMemorySize(-1) }.build()

    override suspend fun send(request: ContractRequest): ContractResponse =
        exchange(request) { response ->
            val headers =
                response.headers().asHttpHeaders().headerSet().associate { (name, values) -> name.lowercase() to values.toList() }
            response.bodyToMono(String::class.java).defaultIfEmpty("")
                .map { ContractResponse(response.statusCode().value(), headers, it) }
        }

    override suspend fun firstLine(request: ContractRequest): String =
        exchange(request) { it.bodyToFlux(String::class.java).next() }

    private suspend fun <T : Any> exchange(
        request: ContractRequest,
        read: (ClientResponse) -> Mono<T>,
    ): T {
        val spec = client.method(HttpMethod.valueOf(request.method)).uri(URI(request.url))
        request.headers.forEach { (name, value) -> spec.header(name, value) }
        request.body?.let {
            if (request.isRepeatable) spec.bodyValue(it) else spec.body(BodyInserters.fromDataBuffers(stream(it)))
        }
        return checkNotNull(spec.exchangeToMono(read).toFuture().await())
    }

    private fun stream(body: ByteArray) =
        DataBufferUtils.readInputStream({ ByteArrayInputStream(body) }, DefaultDataBufferFactory.sharedInstance, PIECE)

    override fun toString(): String = filter.toString()

    private companion object {
        const val PIECE = 512
    }
}
