package io.github.oidcauth.spring

import io.github.oidcauth.http.ContractAbility
import io.github.oidcauth.http.ContractClient
import io.github.oidcauth.http.ContractRequest
import io.github.oidcauth.http.ContractResponse
import io.github.oidcauth.http.HttpClientContract
import io.github.oidcauth.http.RequestAuthorizer
import org.apache.hc.client5.http.impl.classic.HttpClients
import org.eclipse.jetty.client.HttpClient
import org.springframework.beans.factory.DisposableBean
import org.springframework.http.HttpMethod
import org.springframework.http.client.ClientHttpRequestFactory
import org.springframework.http.client.ClientHttpResponse
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory
import org.springframework.http.client.JdkClientHttpRequestFactory
import org.springframework.http.client.JettyClientHttpRequestFactory
import org.springframework.http.client.SimpleClientHttpRequestFactory
import org.springframework.web.client.RestClient
import java.net.HttpURLConnection
import java.net.URI

/** Spring keeps the body of an intercepted request, so that there is none that can be sent only once. */
private val ABILITIES = ContractAbility.entries.toSet() - ContractAbility.REDIRECTS - ContractAbility.ONE_SHOT_BODIES

class JdkRestClientContractTest :
    HttpClientContract(ABILITIES, { RestContractClient(it, JdkClientHttpRequestFactory()) })

class SimpleRestClientContractTest :
    HttpClientContract(ABILITIES, { RestContractClient(it, DirectFactory()) })

class ApacheRestClientContractTest :
    HttpClientContract(
        ABILITIES,
        {
            RestContractClient(
                it,
                HttpComponentsClientHttpRequestFactory(
                    HttpClients.custom().disableRedirectHandling().disableAutomaticRetries().build(),
                ),
            )
        },
    )

/** Jetty closes the connection of a response that nobody reads to its end. */
class JettyRestClientContractTest :
    HttpClientContract(
        ABILITIES - ContractAbility.REUSED_CONNECTIONS,
        { RestContractClient(it, JettyClientHttpRequestFactory(HttpClient().apply { isFollowRedirects = false })) },
    )

/** `SimpleClientHttpRequestFactory` without redirects. */
internal class DirectFactory : SimpleClientHttpRequestFactory() {
    override fun prepareConnection(
        connection: HttpURLConnection,
        httpMethod: String,
    ) {
        super.prepareConnection(connection, httpMethod)
        connection.instanceFollowRedirects = false
    }
}

private class RestContractClient(
    authorizer: RequestAuthorizer,
    private val factory: ClientHttpRequestFactory,
) : ContractClient {
    private val interceptor = AccessTokenInterceptor(authorizer)
    private val client = RestClient.builder().requestFactory(factory).requestInterceptor(interceptor).build()

    override suspend fun send(request: ContractRequest): ContractResponse =
        exchange(request) { response ->
            val headers = response.headers.headerSet().associate { (name, values) -> name.lowercase() to values.toList() }
            ContractResponse(response.statusCode.value(), headers, response.body.readBytes().decodeToString())
        }

    override suspend fun firstLine(request: ContractRequest): String =
        exchange(request) { it.body.bufferedReader().readLine() }

    private suspend fun <T : Any> exchange(
        request: ContractRequest,
        read: (ClientHttpResponse) -> T,
    ): T =
        ContractClient.blocking {
            val spec = client.method(HttpMethod.valueOf(request.method)).uri(URI(request.url))
            request.headers.forEach { (name, value) -> spec.header(name, value) }
            request.body?.let(spec::body)
            spec.exchangeForRequiredValue { _, response -> read(response) }
        }

    override fun close() {
        (factory as? DisposableBean)?.destroy()
    }

    override fun toString(): String = interceptor.toString()
}
