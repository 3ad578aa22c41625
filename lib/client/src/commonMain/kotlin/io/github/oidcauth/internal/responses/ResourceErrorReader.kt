package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.text.Redaction
import io.github.oidcauth.internal.tokens.AccessTokenType
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/**
 * Classifies error responses of an API that was called with an access token, including userinfo: RFC 6750 §3, RFC 9449 §7.1 and
 * §9, RFC 9470 §3. Pure.
 */
internal object ResourceErrorReader {
    /**
     * Returns the exception for a response with [statusCode], `WWW-Authenticate` headers [challenges] and [body]. If several
     * challenges name an error, that of the scheme [sentAs] of the token is used. If none does, the body is searched. The
     * exception contains none of the [secrets] in the request.
     */
    fun decode(
        statusCode: Int,
        challenges: List<String>,
        body: String,
        sentAs: AccessTokenType,
        secrets: Collection<String>,
        mediaType: String? = null,
    ): AuthException {
        val refusals = Challenge.parse(challenges).filter { it.isRefusal() }
        val refusal = refusals.firstOrNull { it.isScheme(sentAs.wireName) } ?: refusals.firstOrNull()
        val isWithoutCode = refusal == null
        if (isWithoutCode) {
            return ErrorResponseReader.decode(statusCode, body, secrets, ServerRole.PROTECTED_RESOURCE, ErrorContext(mediaType))
        }
        val parameters = JsonObject(refusal.parameters.mapValues { JsonPrimitive(it.value) })
        val redaction = Redaction(secrets)
        return OAuthError.of(parameters, redaction.of(parameters).toString(), statusCode, redaction).toException()
    }

    private fun Challenge.isRefusal() = SCHEMES.any { isScheme(it.wireName) } && OAuthError.isCode(parameters["error"].orEmpty())

    private val SCHEMES = listOf(AccessTokenType.BEARER, AccessTokenType.DPOP)
}
