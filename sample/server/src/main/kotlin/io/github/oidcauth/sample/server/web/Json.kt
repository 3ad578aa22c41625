package io.github.oidcauth.sample.server.web

import org.springframework.http.MediaType
import org.springframework.web.servlet.function.ServerResponse
import tools.jackson.core.JacksonException
import tools.jackson.databind.json.JsonMapper

/** JSON as FastAPI writes it: compact, fields in the order given, UTF-8. */
internal object Json {
    private val mapper = JsonMapper()

    fun respond(
        body: Any,
        status: Int = 200,
        headers: Map<String, String> = emptyMap(),
        mediaType: MediaType = MediaType.APPLICATION_JSON,
    ): ServerResponse =
        ServerResponse
            .status(status)
            .contentType(mediaType)
            .headers { headers.forEach { (name, value) -> it.set(name, value) } }
            .body(mapper.writeValueAsBytes(body))

    /** The members of an object, in order; null if the text is anything else. */
    @Suppress("UNCHECKED_CAST")
    fun members(text: String): Map<String, Any?>? =
        try {
            mapper.readValue(text, Any::class.java) as? Map<String, Any?>
        } catch (_: JacksonException) {
            null
        }
}
