package io.github.oidcauth.internal.responses

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.printable
import kotlinx.serialization.json.JsonObject

/** A response with a status of success whose body is a JSON object. Nothing of it has been refused yet. It may hold secrets. */
internal class JsonResponse(
    val json: JsonObject,
    /** The members in which one name has two values: nobody knows which one is meant. */
    val ambiguous: Set<String>,
    private val statusCode: Int,
    private val body: String,
    private val context: ErrorContext,
    private val secrets: Collection<String>,
    private val serverRole: ServerRole,
) {
    /** @throws io.github.oidcauth.AuthException when it is an error in spite of its status, or says two things of one name. */
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

    /** Returns what [read] does. When that cannot use this response, the exception describes it. */
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
