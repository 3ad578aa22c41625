package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.protocol.Addressee
import io.github.oidcauth.internal.protocol.ErrorAnswer
import io.github.oidcauth.internal.protocol.JsonAnswer
import io.github.oidcauth.internal.transport.HttpAnswer
import kotlinx.serialization.json.JsonObject

/**
 * The object that an endpoint of an authorization server answered with.
 *
 * @throws AuthException that the answer stands for when it is an error, or no JSON object; none of [secrets] is in it.
 */
internal fun HttpAnswer.successfulJson(secrets: Collection<String> = emptyList()): JsonObject =
    JsonAnswer.decode(statusCode, body, secrets, Addressee.AUTHORIZATION_SERVER)

/** The error that an endpoint of an authorization server answered with; none of [secrets] is in it. */
internal fun HttpAnswer.error(secrets: Collection<String>): AuthException =
    ErrorAnswer.decode(statusCode, body, secrets, Addressee.AUTHORIZATION_SERVER)
