package io.github.oidcauth.internal.responses

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.readJson
import kotlinx.serialization.json.JsonObject

/** Validates responses whose body is a JSON object on success, as those of all OAuth endpoints are. Pure. */
internal object JsonResponseReader {
    /**
     * Returns the object in [body].
     *
     * @throws io.github.oidcauth.AuthException when the response is an error, also with a successful status, as GitHub and Slack
     * send it. The exception contains none of the [secrets] in the request.
     */
    fun decode(
        statusCode: Int,
        body: String,
        secrets: Collection<String>,
        serverRole: ServerRole,
        context: ErrorContext = ErrorContext.NONE,
    ): JsonObject = read(statusCode, body, secrets, serverRole, context).requireSuccess()

    /**
     * Returns the object in [body] before it is validated, for callers that keep a part of it in any case.
     *
     * @throws io.github.oidcauth.AuthException when the status is not successful, or the body is not a JSON object.
     */
    fun read(
        statusCode: Int,
        body: String,
        secrets: Collection<String>,
        serverRole: ServerRole,
        context: ErrorContext = ErrorContext.NONE,
    ): JsonResponse {
        if (statusCode !in SUCCESS) throw ErrorResponseReader.decode(statusCode, body, secrets, serverRole, context)
        val document = readJson(body)
        val json = document?.json as? JsonObject
        if (json == null) {
            val what =
                when {
                    body.isBlank() -> "an empty response"
                    body.trimStart().startsWith("<") -> "a web page"
                    else -> "no JSON object"
                }
            throw InvalidResponseException(
                "The server responded with $what, but a JSON object is expected. ${serverRole.question}",
                statusCode,
                isProvenInvalid = false,
                detail = ResponseSummary.of(statusCode, context.mediaType, body, secrets),
            )
        }
        return JsonResponse(json, document.ambiguous, statusCode, body, context, secrets, serverRole)
    }

    private val SUCCESS = 200..299
}
