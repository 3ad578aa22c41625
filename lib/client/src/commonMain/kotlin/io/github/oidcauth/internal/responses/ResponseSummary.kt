package io.github.oidcauth.internal.responses

import io.github.oidcauth.internal.json.readJson
import io.github.oidcauth.internal.text.REDACTED
import io.github.oidcauth.internal.text.Redaction
import io.github.oidcauth.internal.text.printable
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/**
 * Summary of an unusable response, for the error about it. It contains no secrets: of a text in JSON only its place is named.
 */
internal object ResponseSummary {
    private const val MAX_BODY = 300

    /** Number of characters of a body that are read. */
    private const val MAX_READ = 4_096

    /** A text with one of these names in it may have a token anywhere. */
    private val TOKENS = Regex("token|code|secret|assertion|eyJ", RegexOption.IGNORE_CASE)

    /** A run of characters that is longer than words are may be a secret. */
    private val LONG_WORD = Regex("[A-Za-z0-9._~+/=-]{24,}")

    /**
     * Returns JSON text: `status`, `content_type` if it is named, and the beginning of the `body`. None of the [secrets] of the
     * request is in it.
     */
    fun of(
        statusCode: Int,
        mediaType: String?,
        body: String,
        secrets: Collection<String>,
    ): String {
        val redaction = Redaction(secrets)
        return buildJsonObject {
            put("status", statusCode)
            mediaType?.let { put("content_type", redaction.of(it).printable(MAX_BODY)) }
            put("body", redaction.of(beginning(body)).printable(MAX_BODY))
        }.toString()
    }

    private fun beginning(body: String): String {
        val json = readJson(body)?.json
        if (json is JsonObject || json is JsonArray) return shape(json).toString()
        val start = body.take(MAX_READ)
        val isMarkup = start.trimStart().startsWith("<")
        return if (TOKENS.containsMatchIn(start) && !isMarkup) REDACTED else LONG_WORD.replace(start, REDACTED)
    }

    /**
     * [json] without its texts, and without numbers where a secret belongs. Other numbers, and which members there are, tell what is
     * wrong, and are no secrets.
     */
    private fun shape(
        json: JsonElement,
        isSecret: Boolean = false,
    ): JsonElement =
        when (json) {
            is JsonNull -> json

            is JsonObject -> JsonObject(
                json.entries.associate { (name, value) ->
                    LONG_WORD.replace(name, REDACTED) to shape(value, isSecret || Redaction.isSecret(name))
                },
            )

            is JsonArray -> JsonArray(json.map { shape(it, isSecret) })

            is JsonPrimitive -> if (json.isString || (isSecret && json.booleanOrNull == null)) JsonPrimitive(REDACTED) else json
        }
}
