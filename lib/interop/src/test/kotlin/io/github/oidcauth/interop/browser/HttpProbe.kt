package io.github.oidcauth.interop.browser

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.net.URI
import java.net.URLEncoder.encode
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers.noBody
import java.net.http.HttpRequest.BodyPublishers.ofString
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandlers
import java.nio.charset.StandardCharsets.UTF_8
import java.time.Duration
import java.util.Base64
import javax.net.ssl.SSLContext

/** Plain HTTP for looking at servers from outside; nothing of the library is in it. Redirects are responses like any other. */
internal open class HttpProbe(tls: SSLContext?) {
    private val client = HttpClient.newBuilder()
        .connectTimeout(Duration.ofSeconds(10))
        .apply { tls?.let(::sslContext) }
        .build()

    fun get(url: String, headers: Map<String, String> = emptyMap()): HttpResponse<String> = send(url, headers) { GET() }

    fun delete(url: String, headers: Map<String, String>): HttpResponse<String> = send(url, headers) { DELETE() }

    fun post(url: String): HttpResponse<String> = send(url, emptyMap()) { POST(noBody()) }

    fun postForm(
        url: String,
        fields: Map<String, String>,
        headers: Map<String, String> = emptyMap(),
    ): HttpResponse<String> = post(url, fields.formEncoded(), headers + ("Content-Type" to "application/x-www-form-urlencoded"))

    fun postJson(url: String, json: String, headers: Map<String, String> = emptyMap()): HttpResponse<String> =
        post(url, json, headers + ("Content-Type" to "application/json"))

    fun putJson(url: String, json: String, headers: Map<String, String>): HttpResponse<String> =
        send(url, headers + ("Content-Type" to "application/json")) { PUT(ofString(json)) }

    fun json(url: String): JsonObject {
        val response = get(url)
        check(response.statusCode() == 200) { "$url responded ${response.statusCode()}." }
        return Json.parseToJsonElement(response.body()).jsonObject
    }

    private fun post(url: String, body: String, headers: Map<String, String>) = send(url, headers) { POST(ofString(body)) }

    private fun send(
        url: String,
        headers: Map<String, String>,
        method: HttpRequest.Builder.() -> HttpRequest.Builder,
    ): HttpResponse<String> {
        val request = HttpRequest.newBuilder(URI(url)).timeout(Duration.ofSeconds(30)).method()
        headers.forEach(request::header)
        return client.send(request.build(), BodyHandlers.ofString())
    }

    private fun Map<String, String>.formEncoded() =
        entries.joinToString("&") { (name, value) -> "${encode(name, UTF_8)}=${encode(value, UTF_8)}" }

    /** For plain http, and https with certificates that this machine trusts. */
    companion object : HttpProbe(null) {
        /** The JSON object that a response consists of. */
        fun HttpResponse<String>.jsonObject(): JsonObject = Json.parseToJsonElement(body()).jsonObject

        /** The member [name] of an object, which has to be there and a string. */
        fun JsonObject.string(name: String): String = getValue(name).jsonPrimitive.content

        /** The claims of a JWT, unverified. */
        fun String.claims(): JsonObject =
            Json.parseToJsonElement(Base64.getUrlDecoder().decode(split('.')[1]).decodeToString()).jsonObject

        /** The header by which a client says who it is (RFC 6749, section 2.3.1). */
        fun basic(user: String, password: String): Map<String, String> =
            mapOf("Authorization" to "Basic " + Base64.getEncoder().encodeToString("$user:$password".toByteArray()))
    }
}
