package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.protocol.Addressee
import io.github.oidcauth.internal.protocol.ErrorAnswer
import io.github.oidcauth.internal.protocol.ErrorContext
import io.github.oidcauth.internal.protocol.JsonAnswer
import io.github.oidcauth.internal.transport.HttpAnswer
import kotlinx.serialization.json.JsonObject

/**
 * The object that an endpoint of an authorization server answered with.
 *
 * @throws AuthException for a response that is an error, or no JSON object; none of [secrets] is in it, and
 * [clientAdvice] when the client was not accepted.
 */
internal fun HttpAnswer.successfulJson(
    secrets: Collection<String> = emptyList(),
    clientAdvice: String? = null,
): JsonObject = JsonAnswer.decode(statusCode, body, secrets, Addressee.AUTHORIZATION_SERVER, errorContext(clientAdvice))

/** The error that an endpoint of an authorization server answered with; none of [secrets] is in it. */
internal fun HttpAnswer.error(
    secrets: Collection<String>,
    clientAdvice: String? = null,
): AuthException = ErrorAnswer.decode(statusCode, body, secrets, Addressee.AUTHORIZATION_SERVER, errorContext(clientAdvice))

/** Returns what the headers of this response say about an error in it. */
internal fun HttpAnswer.errorContext(clientAdvice: String? = null): ErrorContext =
    ErrorContext(mediaType, headers("www-authenticate"), clientAdvice)
