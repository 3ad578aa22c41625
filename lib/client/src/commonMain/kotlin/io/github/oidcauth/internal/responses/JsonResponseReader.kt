package io.github.oidcauth.internal.responses

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.readJson
import kotlinx.serialization.json.JsonObject

/** Validates responses that are a JSON object when all is well, as those of all OAuth endpoints are. Pure. */
internal object JsonResponseReader {
    /**
     * The object in [body].
     *
     * @throws io.github.oidcauth.AuthException that the error stands for, with a status of success too, as GitHub and Slack
     * report theirs. None of the [secrets] that our request had in it is in the exception.
     */
    fun decode(
        statusCode: Int,
        body: String,
        secrets: Collection<String>,
        serverRole: ServerRole,
        context: ErrorContext = ErrorContext.NONE,
    ): JsonObject = read(statusCode, body, secrets, serverRole, context).requireSuccess()

    /**
     * Returns the object in [body] before anything in it is refused, for callers that keep a part of it in any case.
     *
     * @throws io.github.oidcauth.AuthException when the status is none of success, or the body is no JSON object.
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
                "The server responded with $what where a JSON object belongs. ${serverRole.question}",
                statusCode,
                detail = ResponseSummary.of(statusCode, context.mediaType, body, secrets),
            )
        }
        return JsonResponse(json, document.ambiguous, statusCode, body, context, secrets, serverRole)
    }

    private val SUCCESS = 200..299
}
