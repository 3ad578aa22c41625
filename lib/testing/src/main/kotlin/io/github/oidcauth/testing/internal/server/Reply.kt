package io.github.oidcauth.testing.internal.server

import kotlinx.serialization.json.JsonObject

/** The result of a request. */
internal sealed interface Reply {
    class Response(
        val status: Int,
        val body: String,
        val headers: Map<String, String> = emptyMap(),
    ) : Reply

    /** The connection breaks without a response. */
    data object Broken : Reply

    companion object {
        private const val JSON = "application/json"

        fun json(
            json: JsonObject,
            status: Int = 200,
        ): Response = Response(status, json.toString(), mapOf("Content-Type" to JSON, "Cache-Control" to "no-store"))

        fun page(
            text: String,
            status: Int = 200,
        ): Response = Response(status, "<!DOCTYPE html><title>$text</title>", mapOf("Content-Type" to "text/html;charset=utf-8"))

        fun redirect(
            location: String,
            status: Int = 302,
        ): Response = Response(status, "", mapOf("Location" to location))

        fun raw(
            status: Int,
            body: String,
            headers: Map<String, String>,
        ): Response {
            val hasType = headers.keys.any { it.equals("Content-Type", ignoreCase = true) }
            return Response(status, body, if (hasType) headers else headers + ("Content-Type" to JSON))
        }
    }
}
