package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import io.github.oidcauth.internal.addresses.queryParameters
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.Redaction
import io.github.oidcauth.internal.text.printable
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull

/**
 * Finds the OAuth error in an error response. RFC 6749 §5.2 puts it into a JSON object. py-oidc-auth puts that object, as text,
 * into the `detail` of another: `{"detail": "Upstream OIDC error: {\"error\": …}"}`. Others send a form, an object as `error`, or
 * only a challenge.
 */
internal object ErrorResponseReader {
    private const val MAX_NESTING = 3
    private const val UNAUTHORIZED = 401

    /** The limit of a detail that is not JSON. */
    private const val MAX_DETAIL = 1000

    /** The limit up to which a detail stays JSON. No error comes near it. */
    private const val MAX_JSON_DETAIL = 16_384

    /** The number of characters that are searched for secrets before the text is cut to [MAX_DETAIL]. */
    private const val MAX_SEARCHED = 65_536

    /**
     * Returns the exception for a response with [statusCode] and [body]. The exception contains none of the [secrets] in the
     * request. [serverRole] is the role that the server at this address should have.
     */
    fun decode(
        statusCode: Int,
        body: String,
        secrets: Collection<String> = emptyList(),
        serverRole: ServerRole = ServerRole.PY_OIDC_AUTH,
        context: ErrorContext = ErrorContext.NONE,
    ): AuthException {
        val redaction = Redaction(secrets)
        val json = parseJson(body)
        val found = (json as? JsonObject)?.let { find(it) } ?: inForm(body, json)
        val error = found ?: inChallenge(context)
        val detail = detailOf(json, body, redaction)
        if (error != null) return OAuthError.of(error, detail, statusCode, redaction, context.clientAdvice).toException()
        val words = ErrorMessageReader.of(json, body, context.mediaType) ?: descriptionIn(context)
        val said = words?.let { redaction.of(it).printable() }?.takeIf { it.isNotEmpty() }
        val isWebPage = json == null && body.trimStart().startsWith("<")
        val advice = context.clientAdvice?.takeIf { statusCode == UNAUTHORIZED }
        val message =
            when {
                advice != null -> {
                    "The server responded with status $statusCode. $advice" +
                        said?.let { " The server says: $it" }.orEmpty()
                }

                said != null -> {
                    "The server responded with status $statusCode: $said"
                }

                isWebPage -> {
                    "The server responded with status $statusCode and a web page. ${advice(statusCode, serverRole)}"
                }

                else -> {
                    "The server responded with status $statusCode. ${advice(statusCode, serverRole)}"
                }
            }
        return HttpException(message, detail, statusCode, context.mediaType?.printable(MAX_MEDIA_TYPE))
    }

    /** Returns the [AuthException.detail]: JSON unchanged, otherwise the beginning of the body in one line. */
    private fun detailOf(
        json: JsonElement?,
        body: String,
        redaction: Redaction,
    ): String? {
        val isJson = json is JsonObject || (json != null && json !is JsonPrimitive)
        if (json != null && isJson && body.length <= MAX_JSON_DETAIL) return redaction.of(json).toString()
        return redaction.of(body.take(MAX_SEARCHED)).printable(MAX_DETAIL).ifEmpty { null }
    }

    /** Returns the error in a form, as GitHub and some other servers send it. */
    private fun inForm(
        body: String,
        json: JsonElement?,
    ): JsonObject? {
        if (json is JsonObject || "error=" !in body) return null
        val parameters = queryParameters(body.trim())?.mapValues { it.value.first() }.orEmpty()
        if (!OAuthError.isCode(parameters["error"].orEmpty())) return null
        return JsonObject(parameters.mapValues { JsonPrimitive(it.value) })
    }

    /**
     * Returns the error in a challenge. RFC 6749 §5.2 describes a challenge in addition to the error; some servers send it
     * instead. `invalid_token` is ignored if client authentication failed, because the request had no access token (RFC 7662
     * §2.3).
     */
    private fun inChallenge(context: ErrorContext): JsonObject? {
        val parameters = refusal(context) ?: return null
        if (context.clientAdvice != null && parameters["error"] == "invalid_token") return null
        return JsonObject(parameters.mapValues { JsonPrimitive(it.value) })
    }

    private fun descriptionIn(context: ErrorContext): String? = refusal(context)?.get("error_description")

    private fun refusal(context: ErrorContext): Map<String, String>? =
        Challenge.parse(context.challenges).map { it.parameters }.firstOrNull { OAuthError.isCode(it["error"].orEmpty()) }

    /** Returns the object whose `error` is an OAuth error code, searched at most [depth] levels deep. */
    fun find(
        json: JsonObject?,
        depth: Int = MAX_NESTING,
    ): JsonObject? {
        if (json == null || depth == 0) return null
        if (OAuthError.isCode(json.string("error").orEmpty())) return json
        return when (val detail = json["detail"] ?: json["error"]) {
            is JsonObject -> find(detail, depth - 1) ?: named(detail)
            is JsonPrimitive -> detail.contentOrNull?.let { find(embedded(it), depth - 1) }
            else -> null
        }
    }

    /**
     * Returns the error in `{"error": {"code": "invalid_grant", "message": "…"}}`. Other codes, and numbers, are the server's
     * own.
     */
    private fun named(error: JsonObject): JsonObject? {
        val code =
            listOf("code", "type").firstNotNullOfOrNull { name -> error.string(name)?.takeIf(OAuthError::isRegistered) }
                ?: return null
        val description = error.string("error_description") ?: error.string("message")
        return JsonObject(error + ("error" to JsonPrimitive(code)) + ("error_description" to JsonPrimitive(description)))
    }

    private const val MAX_MEDIA_TYPE = 100

    private fun embedded(text: String): JsonObject? {
        val start = text.indexOf('{')
        return if (start < 0) null else parseJson(text.substring(start)) as? JsonObject
    }

    private fun advice(
        statusCode: Int,
        serverRole: ServerRole,
    ): String =
        when (statusCode) {
            404, 405 -> serverRole.questionWhenMissing
            in 500..599 -> "The server is in trouble. Try again later."
            in 300..399 -> "It redirects a request that must not be redirected. Use the address it redirects to, if you trust it."
            else -> serverRole.question
        }
}
