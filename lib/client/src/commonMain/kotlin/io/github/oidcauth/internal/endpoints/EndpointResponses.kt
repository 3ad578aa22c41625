package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.responses.ErrorContext
import io.github.oidcauth.internal.responses.ErrorResponseReader
import io.github.oidcauth.internal.responses.JsonResponseReader
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.responses.ServerRole
import kotlinx.serialization.json.JsonObject

/**
 * The object that an endpoint of an authorization server responded with.
 *
 * @throws AuthException for a response that is an error, or no JSON object; none of [secrets] is in it, and
 * [clientAdvice] when the client was not accepted.
 */
internal fun RawResponse.successfulJson(
    secrets: Collection<String> = emptyList(),
    clientAdvice: String? = null,
): JsonObject = JsonResponseReader.decode(statusCode, body, secrets, ServerRole.AUTHORIZATION_SERVER, errorContext(clientAdvice))

/** The error that an endpoint of an authorization server responded with; none of [secrets] is in it. */
internal fun RawResponse.error(
    secrets: Collection<String>,
    clientAdvice: String? = null,
): AuthException = ErrorResponseReader.decode(
    statusCode,
    body,
    secrets,
    ServerRole.AUTHORIZATION_SERVER,
    errorContext(clientAdvice),
)

/** Returns what the headers of this response say about an error in it. */
internal fun RawResponse.errorContext(clientAdvice: String? = null): ErrorContext =
    ErrorContext(mediaType, headers("www-authenticate"), clientAdvice)
