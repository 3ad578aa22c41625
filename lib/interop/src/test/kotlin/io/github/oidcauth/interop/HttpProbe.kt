package io.github.oidcauth.interop

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers.noBody
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandlers.ofString
import java.time.Duration

/** Plain HTTP for looking at servers from outside; nothing of the library is in it. */
internal object HttpProbe {
    private val client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()

    fun get(url: String, headers: Map<String, String> = emptyMap()): HttpResponse<String> = send(url, headers) { GET() }

    fun post(url: String): HttpResponse<String> = send(url, emptyMap()) { POST(noBody()) }

    fun json(url: String): JsonObject {
        val answer = get(url)
        check(answer.statusCode() == 200) { "$url answered ${answer.statusCode()}." }
        return Json.parseToJsonElement(answer.body()).jsonObject
    }

    private fun send(
        url: String,
        headers: Map<String, String>,
        method: HttpRequest.Builder.() -> HttpRequest.Builder,
    ): HttpResponse<String> {
        val request = HttpRequest.newBuilder(URI(url)).timeout(Duration.ofSeconds(30)).method()
        headers.forEach(request::header)
        return client.send(request.build(), ofString())
    }
}
