package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.responses.ErrorContext
import io.github.oidcauth.internal.responses.ErrorResponseReader
import io.github.oidcauth.internal.responses.JsonResponseReader
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.responses.ServerRole
import kotlinx.serialization.json.JsonObject

/**
 * Returns the JSON object in this response of an authorization server's endpoint.
 *
 * @throws AuthException for a response that is an error or not a JSON object. The exception contains none of [secrets]; it
 * contains [clientAdvice] when the client was not accepted.
 */
internal fun RawResponse.successfulJson(
    secrets: Collection<String> = emptyList(),
    clientAdvice: String? = null,
): JsonObject = JsonResponseReader.decode(statusCode, body, secrets, ServerRole.AUTHORIZATION_SERVER, errorContext(clientAdvice))

/** Returns the exception for this error response of an authorization server's endpoint. It contains none of [secrets]. */
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

/** Returns the information in the headers of this response about an error in it. */
internal fun RawResponse.errorContext(clientAdvice: String? = null): ErrorContext =
    ErrorContext(mediaType, headers("www-authenticate"), clientAdvice)
