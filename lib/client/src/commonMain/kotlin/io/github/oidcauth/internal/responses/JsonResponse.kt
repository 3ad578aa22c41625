package io.github.oidcauth.internal.responses

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.printable
import kotlinx.serialization.json.JsonObject

/** A successful response whose body is a JSON object. It has not been validated yet, and may contain secrets. */
internal class JsonResponse(
    val json: JsonObject,
    /** The members in which one name has two values, so that the intended value is not known. */
    val ambiguous: Set<String>,
    private val statusCode: Int,
    private val body: String,
    private val context: ErrorContext,
    private val secrets: Collection<String>,
    private val serverRole: ServerRole,
) {
    /**
     * Returns the object.
     *
     * @throws io.github.oidcauth.AuthException when it is an error in spite of its status, or has two values for one name.
     */
    fun requireSuccess(): JsonObject =
        describeFailures {
            ambiguous.firstOrNull()?.let {
                throw InvalidResponseException(
                    "The server's response has two values for one name (${it.printable(MAX_NAME)}), so it is not used.",
                )
            }
            val hasError = !json.string("error").isNullOrEmpty() || json["error"] is JsonObject
            val isError = hasError && json.string("access_token") == null
            if (isError) throw ErrorResponseReader.decode(statusCode, body, secrets, serverRole, context)
            json
        }

    /** Returns the result of [read]. If [read] cannot use this response, a summary of the response is added to the exception. */
    fun <T> describeFailures(read: () -> T): T =
        try {
            read()
        } catch (e: InvalidResponseException) {
            throw e.withResponse(statusCode, ResponseSummary.of(statusCode, context.mediaType, body, secrets))
        }

    override fun toString(): String = "JsonResponse($statusCode)"

    private companion object {
        const val MAX_NAME = 40
    }
}
