package io.github.oidcauth.internal.protocol

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull

/**
 * Finds the OAuth error in an error answer. RFC 6749 §5.2 puts it into a JSON object; py-oidc-auth puts that object, as
 * text, into the `detail` of another: `{"detail": "Upstream OIDC error: {\"error\": …}"}`.
 */
internal object ErrorAnswer {
    private const val MAX_NESTING = 3

    /**
     * The exception that an answer with [statusCode] and [body] stands for. None of the [secrets] that our
     * request had in it comes back in the exception. The [addressee] is whom the address was taken for.
     */
    fun decode(
        statusCode: Int,
        body: String,
        secrets: Collection<String> = emptyList(),
        addressee: Addressee = Addressee.PY_OIDC_AUTH,
    ): AuthException {
        val redaction = Redaction(secrets)
        val json = parseJson(body) as? JsonObject
        if (json != null) find(json)?.let { return OAuthError.of(it, json, statusCode, redaction).toException() }
        val said = json?.let { explanation(it) }?.let { redaction.of(it).printable() }?.takeIf { it.isNotEmpty() }
        val isWebPage = json == null && body.trimStart().startsWith("<")
        val message =
            when {
                said != null -> "The server answered with status $statusCode: $said"
                isWebPage -> "The server answered with status $statusCode and a web page. ${advice(statusCode, addressee)}"
                else -> "The server answered with status $statusCode. ${advice(statusCode, addressee)}"
            }
        return HttpException(message, json?.let { redaction.of(it).toString() }, statusCode)
    }

    /** The object whose `error` is an OAuth error code, at most [depth] wrappings down. */
    fun find(
        json: JsonObject?,
        depth: Int = MAX_NESTING,
    ): JsonObject? {
        if (json == null || depth == 0) return null
        if (OAuthError.isCode(json.string("error").orEmpty())) return json
        return when (val detail = json["detail"] ?: json["error"]) {
            is JsonObject -> find(detail, depth - 1)
            is JsonPrimitive -> detail.contentOrNull?.let { find(embedded(it), depth - 1) }
            else -> null
        }
    }

    private fun embedded(text: String): JsonObject? {
        val start = text.indexOf('{')
        return if (start < 0) null else parseJson(text.substring(start)) as? JsonObject
    }

    /** What a person can make of an error without a code: FastAPI's text, or its list of complaints, without the input it repeats. */
    private fun explanation(json: JsonObject): String? =
        when (val detail = json["detail"] ?: json["message"]) {
            is JsonPrimitive -> detail.contentOrNull

            is JsonArray -> detail.filterIsInstance<JsonObject>().joinToString("; ") {
                "${place(it["loc"])}: ${it.string("msg").orEmpty()}"
            }

            else -> null
        }

    private fun place(loc: JsonElement?): String =
        (loc as? JsonArray)?.filterIsInstance<JsonPrimitive>()?.joinToString(".") { it.content }.orEmpty()

    private fun advice(
        statusCode: Int,
        addressee: Addressee,
    ): String =
        when (statusCode) {
            404, 405 -> addressee.questionWhenMissing
            in 500..599 -> "The server is in trouble. Try again later."
            in 300..399 -> "It redirects a request that must not be redirected. Use the address it redirects to, if you trust it."
            else -> addressee.question
        }
}
