package io.github.oidcauth.sample.server

import tools.jackson.databind.JsonNode
import tools.jackson.databind.json.JsonMapper
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse

/** Calls the routes of one application and nothing more; redirects are responses like others. */
internal class PlainClient(
    private val base: String,
) {
    class Response(
        val status: Int,
        val body: String,
        private val response: HttpResponse<String>,
    ) {
        val json: JsonNode by lazy { JsonMapper().readTree(body) }

        fun header(name: String): String? = response.headers().firstValue(name).orElse(null)

        /** The OAuth error inside the text that the application makes of it. */
        val upstreamError: String
            get() = JsonMapper().readTree(this["detail"].removePrefix("Upstream OIDC error: ")).path("error").asString()

        operator fun get(member: String): String = json.path(member).asString()
    }

    private val client = HttpClient.newHttpClient()

    fun get(
        path: String,
        authorization: String? = null,
        headers: Map<String, String> = emptyMap(),
    ): Response {
        val request = HttpRequest.newBuilder(URI(base + path))
        (headers + listOfNotNull(authorization?.let { "Authorization" to it })).forEach { (name, value) ->
            request.header(name, value)
        }
        return send(request)
    }

    fun postJson(
        path: String,
        body: String,
        authorization: String?,
        method: String = "POST",
    ): Response =
        send(
            HttpRequest
                .newBuilder(URI(base + path))
                .header("Content-Type", "application/json")
                .apply { authorization?.let { header("Authorization", it) } }
                .method(method, HttpRequest.BodyPublishers.ofString(body)),
        )

    fun post(
        path: String,
        vararg fields: Pair<String, String>,
        headers: Map<String, String> = emptyMap(),
    ): Response {
        val form = fields.joinToString("&") { (name, value) -> "${encode(name)}=${encode(value)}" }
        return send(
            HttpRequest
                .newBuilder(URI(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .apply { headers.forEach { (name, value) -> header(name, value) } }
                .POST(HttpRequest.BodyPublishers.ofString(form)),
        )
    }

    fun deviceToken(): Response {
        val device = post("/auth/v2/device")
        ScriptedVisitor().approveDevice(device["verification_uri"], device["user_code"])
        return token("device-code" to device["device_code"])
    }

    fun token(vararg fields: Pair<String, String>): Response = post("/auth/v2/token", *fields)

    private fun send(request: HttpRequest.Builder): Response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString()).let { Response(it.statusCode(), it.body(), it) }

    companion object {
        fun encode(text: String): String = URLEncoder.encode(text, Charsets.UTF_8)
    }
}
