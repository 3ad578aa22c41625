// Tested by PlainResponseValidatorTest.
package io.github.oidcauth.internal.callback

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.responses.OAuthError
import io.github.oidcauth.internal.text.Redaction
import io.github.oidcauth.internal.text.equalsInConstantTime
import io.github.oidcauth.internal.text.printable
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Validates the code or the error in the response to one request (RFC 6749 §4.1.2, §4.1.2.1). Pure. */
internal class AuthorizationResponseContent(
    private val state: String,
    /** Values of the request, besides the state, that must not appear in an error. */
    secrets: Collection<String>,
) {
    private val redaction = Redaction(secrets + state)

    /** Returns whether [candidate] is the state of the request. A request without a state has no valid response. */
    fun matchesState(candidate: String?): Boolean = !candidate.isNullOrEmpty() && equalsInConstantTime(candidate, state)

    /**
     * Validates a [response] in which everything else is valid. A parameter without a value counts as absent (RFC 6749 §3.1). The
     * result has the members of [extra] that the protocol does not use.
     */
    fun validate(
        response: Map<String, String>,
        issuer: String?,
        extra: Map<String, JsonElement> = response.mapValues { JsonPrimitive(it.value) },
    ): AuthorizationResponseResult {
        val code = response["code"].orEmpty()
        val error = response["error"].orEmpty()
        return when {
            error.isNotEmpty() -> refused(redaction.of(error).printable(OAuthError.MAX_CODE), response)

            code.isEmpty() -> unusable("neither a code nor an error")

            // RFC 6749 appendix A.11.
            code.any { it !in ' '..'~' } -> unusable("a code that is not valid")

            else -> AuthorizationResponseResult.Granted(code, issuer, JsonObject(extra - NAMES))
        }
    }

    private fun refused(
        error: String,
        response: Map<String, String>,
    ): AuthorizationResponseResult {
        if (error.isEmpty()) return unusable("an error without a name")
        val description = response["error_description"]?.let { redaction.of(it).printable() }?.ifEmpty { null }
        val uri = response["error_uri"]?.let { redaction.of(it).printable() }?.ifEmpty { null }
        return AuthorizationResponseResult.Refused(OAuthError(error, description, uri).toException())
    }

    companion object {
        /** The parameters of a response that are used: RFC 6749 §4.1.2 and §4.1.2.1, RFC 9207 §2, JARM §2.3. */
        val NAMES: Set<String> = setOf("state", "code", "error", "error_description", "error_uri", "iss", "response")

        const val STATE_MISMATCH: String = "its state is missing, or not that of the request"

        /** Returns the result for a response to our request that contains [what] and cannot be used. */
        fun unusable(what: String): AuthorizationResponseResult.Refused =
            AuthorizationResponseResult.Refused(InvalidResponseException("The login page came back with $what. Log in again."))

        /** Returns the result for parameters that are not the response to our request because of [why]. */
        fun unrelated(why: String): AuthorizationResponseResult.Unrelated =
            AuthorizationResponseResult.Unrelated(
                InvalidResponseException("This is not the response to the authorization request: $why."),
            )
    }
}
