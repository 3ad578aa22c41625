package io.github.oidcauth.sample.server.application

import io.github.oidcauth.sample.server.web.Json
import java.io.IOException
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.time.Duration
import java.util.Base64

/** The application's view of the provider: its discovery document, and requests to the endpoints named there. */
internal class Provider(
    private val discoveryUrl: String,
    val clientId: String,
    private val clientSecret: String,
    private val http: HttpClient,
) {
    /** Empty as long as the provider does not respond; kept from then on. */
    @Volatile
    private var discovered: Map<String, Any?> = emptyMap()

    val discovery: Map<String, Any?>
        get() {
            if (discovered.isEmpty()) {
                try {
                    discovered = send(request(discoveryUrl).GET().build())
                } catch (_: InvalidRequest) {
                    return emptyMap()
                }
            }
            return discovered
        }

    /** Posts a form as the application's client. */
    fun post(
        endpoint: String,
        form: Map<String, String>,
    ): Map<String, Any?> {
        val credentials = Base64.getEncoder().encodeToString("$clientId:$clientSecret".toByteArray())
        return send(
            request(url(endpoint))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic $credentials")
                .POST(HttpRequest.BodyPublishers.ofString(FormEncoding.encode(form)))
                .build(),
        )
    }

    fun get(
        endpoint: String,
        authorization: String? = null,
    ): Map<String, Any?> =
        send(request(url(endpoint)).apply { authorization?.let { header("Authorization", it) } }.GET().build())

    private fun url(endpoint: String): String =
        discovery[endpoint]?.toString()
            ?: throw InvalidRequest(502, "OIDC endpoint '$endpoint' not found in discovery.")

    private fun request(url: String): HttpRequest.Builder = HttpRequest.newBuilder(URI(url)).timeout(TIMEOUT)

    private fun send(request: HttpRequest): Map<String, Any?> {
        val response =
            try {
                http.send(request, HttpResponse.BodyHandlers.ofString())
            } catch (failure: IOException) {
                throw InvalidRequest(502, "Failed to contact OIDC endpoint: ${failure.message}")
            }
        if (response.statusCode() >= 400) {
            throw InvalidRequest(response.statusCode(), "Upstream OIDC error: ${response.body()}")
        }
        return Json.members(response.body())
            ?: throw InvalidRequest(502, "Failed to contact OIDC endpoint: the response is not a JSON object")
    }

    companion object {
        private val TIMEOUT: Duration = Duration.ofSeconds(10)

        fun httpClient(): HttpClient =
            HttpClient
                .newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(TIMEOUT)
                .build()
    }
}
