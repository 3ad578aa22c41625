package io.github.oidcauth.http

import io.github.oidcauth.AuthException
import io.github.oidcauth.http.ContractClient.Companion.blocking
import kotlinx.coroutines.future.await
import java.io.InputStream
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse

/** A client that follows the rules by the functions of [RequestAuthorizer] alone. Its [fault] makes it break one of them. */
internal class PlainContractClient(
    private val authorizer: RequestAuthorizer,
    private val fault: ClientFault? = null,
) : ContractClient {
    private val http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()

    override suspend fun send(request: ContractRequest): ContractResponse {
        val response = exchange(request)
        val text = blocking { response.body().use { it.readAllBytes() } }.decodeToString()
        return ContractResponse(response.statusCode(), response.headers().map().mapKeys { it.key.lowercase() }, text)
    }

    override suspend fun firstLine(request: ContractRequest): String =
        exchange(request).body().use { body ->
            if (fault == ClientFault.BUFFERS_RESPONSES) blocking { body.readAllBytes() }
            blocking { body.bufferedReader().readLine() }
        }

    private suspend fun exchange(request: ContractRequest): HttpResponse<InputStream> {
        var url = URI(request.url)
        var sent = emptyMap<String, String>()
        repeat(MAX_REDIRECTS) {
            val (response, headers) = authorized(request, url, sent)
            val target = response.headers().firstValue("Location").orElse(null)
            if (!request.isFollowingRedirects || response.statusCode() != 302 || target == null) return response
            url = url.resolve(target)
            if (fault == ClientFault.KEEPS_HEADERS_AFTER_REDIRECT) sent = headers
            blocking { response.body().readAllBytes() }
        }
        error("Too many redirects.")
    }

    /** Returns the response, and the headers that authorized it. */
    private suspend fun authorized(
        request: ContractRequest,
        url: URI,
        sent: Map<String, String>,
    ): Pair<HttpResponse<InputStream>, Map<String, String>> {
        val hasAuthorization = "Authorization" in request.headers && fault != ClientFault.REPLACES_AUTHORIZATION
        val known = if (fault == ClientFault.SENDS_TOKENS_EVERYWHERE) "${authorizer.origins.first()}/" else url.toString()
        val authorization = authorizer.begin(request.method, known, hasAuthorization)
        if (authorization == null || sent.isNotEmpty()) return send(request, url, sent) to sent
        var headers = authorization.headersOrNone()
        while (true) {
            val response = send(request, url, headers)
            val isRepeatable = request.isRepeatable || fault == ClientFault.REPEATS_EVERY_BODY
            if (!isRetried(authorization, response, isRepeatable)) return response to headers
            if (fault != ClientFault.LEAVES_RESPONSES_OPEN) blocking { response.body().readAllBytes() }
            if (fault != ClientFault.SENDS_PROOFS_TWICE) headers = authorization.headersOrNone()
        }
    }

    private suspend fun isRetried(
        authorization: RequestAuthorization,
        response: HttpResponse<InputStream>,
        isRepeatable: Boolean,
    ): Boolean =
        when (fault) {
            ClientFault.NEVER_RETRIES -> false
            ClientFault.RETRIES_FOR_EVER -> response.statusCode() == 401 && ++retries < MAX_RETRIES
            else -> authorization.shouldRetry(response.statusCode(), isRepeatable) { response.headers().allValues(it) }
        }

    private var retries = 0

    private suspend fun RequestAuthorization.headersOrNone(): Map<String, String> =
        try {
            headers()
        } catch (e: AuthException) {
            if (fault == ClientFault.SENDS_WITHOUT_TOKEN) emptyMap() else throw e
        }

    private suspend fun send(
        request: ContractRequest,
        url: URI,
        headers: Map<String, String>,
    ): HttpResponse<InputStream> {
        val body = request.body?.let(HttpRequest.BodyPublishers::ofByteArray) ?: HttpRequest.BodyPublishers.noBody()
        val builder = HttpRequest.newBuilder(url).method(request.method, body)
        (request.headers + headers).forEach { (name, value) -> builder.setHeader(name, value) }
        return http.sendAsync(builder.build(), HttpResponse.BodyHandlers.ofInputStream()).await()
    }

    override fun toString(): String = if (fault == ClientFault.SHOWS_TOKENS) ContractTokens.textOf(1) else "PlainContractClient"

    private companion object {
        const val MAX_REDIRECTS = 10
        const val MAX_RETRIES = 5
    }
}
