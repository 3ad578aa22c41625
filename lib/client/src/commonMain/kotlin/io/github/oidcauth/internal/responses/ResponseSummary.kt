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

/** A summary of an unusable response, for the exception about it. It contains no secrets: strings in JSON are replaced. */
internal object ResponseSummary {
    private const val MAX_BODY = 300

    /** The number of characters of a body that are read. */
    private const val MAX_READ = 4_096

    /** Names that show that a text may contain a token. */
    private val TOKENS = Regex("token|code|secret|assertion|eyJ", RegexOption.IGNORE_CASE)

    /** A run of characters that is longer than a word, which may be a secret. */
    private val LONG_WORD = Regex("[A-Za-z0-9._~+/=-]{24,}")

    /**
     * Returns JSON text: `status`, `content_type` if there is one, and the beginning of the `body`. It contains none of the
     * [secrets] of the request.
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
     * Returns [json] without its strings, and without numbers in members that may hold a secret. Other numbers and the names of
     * members help to find the fault and are not secret.
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
