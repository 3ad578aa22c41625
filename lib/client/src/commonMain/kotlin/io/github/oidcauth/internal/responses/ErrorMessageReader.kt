package io.github.oidcauth.internal.responses

import io.github.oidcauth.internal.json.string
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * Finds the message for users in an error response without an OAuth error. The text is untrusted and may repeat secrets of the
 * request. Pure.
 */
internal object ErrorMessageReader {
    /** Returns the message in [json], or in [body] if it is plain text, or null when there is none. */
    fun of(
        json: JsonElement?,
        body: String,
        mediaType: String?,
    ): String? = if (json != null) inJson(json, MAX_NESTING) else inText(body, mediaType)

    private fun inJson(
        json: JsonElement,
        depth: Int,
    ): String? =
        when {
            depth == 0 -> null
            json is JsonObject -> inObject(json, depth)
            json is JsonArray -> json.firstOrNull()?.let { if (it is JsonObject) inObject(it, depth - 1) else null }
            else -> null
        }

    private fun inObject(
        json: JsonObject,
        depth: Int,
    ): String? =
        json["detail"]?.let(::complaints)
            ?: TEXTS.firstNotNullOfOrNull { name -> json.string(name)?.takeIf { it.isNotBlank() } }
            ?: WRAPPERS.firstNotNullOfOrNull { name -> json[name]?.let { inJson(it, depth - 1) } }
            ?: json.string("error")?.takeIf { it.isNotBlank() }

    /** Returns the messages of FastAPI's list, without the input that it repeats. */
    private fun complaints(detail: JsonElement): String? =
        (detail as? JsonArray)
            ?.filterIsInstance<JsonObject>()
            ?.filter { "msg" in it }
            ?.joinToString("; ") { "${place(it["loc"])}: ${it.string("msg").orEmpty()}" }
            ?.ifEmpty { null }

    private fun place(loc: JsonElement?): String =
        (loc as? JsonArray)?.filterIsInstance<JsonPrimitive>()?.joinToString(".") { it.content }.orEmpty()

    private fun inText(
        body: String,
        mediaType: String?,
    ): String? {
        val isText = mediaType == null || mediaType == "text/plain" || mediaType in JSON_BY_NAME
        val text = body.take(MAX_TEXT)
        val isReadable = text.isNotBlank() && !text.trimStart().startsWith("<") && text.none { it == '\uFFFD' || it == '\u0000' }
        return text.takeIf { isText && isReadable }
    }

    /**
     * The members with a message, the most informative first: RFC 6749 §5.2, RFC 9457 §3.1, and the names of frameworks and
     * gateways.
     */
    private val TEXTS =
        listOf(
            "error_description",
            "detail",
            "message",
            "error_message",
            "errorMessage",
            "errorSummary",
            "faultstring",
            "msg",
            "title",
            "description",
            "reason",
        )
    private val WRAPPERS = listOf("error", "errors", "detail", "fault", "Fault", "message")

    /** Some servers declare one of these media types and send a sentence. */
    private val JSON_BY_NAME = setOf("application/json", "application/problem+json", "application/x-www-form-urlencoded")
    private const val MAX_NESTING = 4

    /** More characters than are shown, so that a secret is found before the text is cut. */
    private const val MAX_TEXT = 4096
}
