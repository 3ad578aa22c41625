// Tested by ApiExceptionTest.
package io.github.oidcauth.internal.api

import io.github.oidcauth.ApiException
import io.github.oidcauth.InsufficientScopeException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.internal.addresses.UrlParts
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.responses.Challenge
import io.github.oidcauth.internal.responses.OAuthError
import io.github.oidcauth.internal.responses.ProblemReader
import io.github.oidcauth.internal.responses.ResourceErrorReader
import io.github.oidcauth.internal.responses.ResponseSummary
import io.github.oidcauth.internal.text.Redaction
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokens.AccessTokenType
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/** Creates the exceptions for the responses of APIs. They contain none of the secrets of the request. Pure. */
internal object ApiErrors {
    private const val UNAUTHORIZED = 401
    private const val FORBIDDEN = 403
    private const val NOT_FOUND = 404
    private const val TOO_MANY = 429
    private const val FIRST_OF_SERVER = 500
    private const val MAX_DETAIL = 1000
    private const val MAX_JSON_DETAIL = 16_384
    private const val MAX_SEARCHED = 65_536

    /** Returns the exception for [result], a response with an error and the body [text]. */
    fun of(
        result: ApiResult,
        text: String,
    ): ApiException {
        val redaction = Redaction(result.secrets)
        val json = parseJson(text)
        val status = result.response.statusCode
        val refusal = refusalOf(result, text)
        val said = wordsOf(json)?.let { redaction.of(it).printable() }?.ifEmpty { null }
        val words =
            listOfNotNull(
                said?.let {
                    "The API says: ${it.asSentence()}"
                },
                refusal?.message ?: adviceFor(status),
                scopeOf(refusal),
            )
        val message = "${result.method} ${placeOf(result.url)} failed with status $status. ${words.joinToString(" ")}"
        val problem = ProblemReader.read(result.response.headers("content-type").firstOrNull(), text, result.url)
        val detail = detailOf(json, text, redaction)
        return ApiException(message.trimEnd(), detail, status, result.response.headers, text, refusal, problem)
    }

    /** Returns the exception for [result], whose body [text] is not the JSON that the program wants. */
    fun unreadable(
        result: ApiResult,
        text: String,
        cause: Exception,
    ): InvalidResponseException {
        val status = result.response.statusCode
        val mediaType = result.response.headers("content-type").firstOrNull()
        return InvalidResponseException(
            "The response to ${result.method} ${placeOf(result.url)} is not the JSON that was expected " +
                "(${cause::class.simpleName}). Compare the class with the response.",
            status,
            isProvenInvalid = false,
            detail = ResponseSummary.of(status, mediaType, text, result.secrets),
        )
    }

    private fun String.asSentence(): String = if (last() in ".!?") this else "$this."

    /** The query is left out, because it may be secret. */
    private fun placeOf(url: String): String = (UrlParts.of(url).origin + UrlParts.of(url).path).printable()

    private fun refusalOf(
        result: ApiResult,
        text: String,
    ): OAuthException? {
        val status = result.response.statusCode
        val challenges = result.response.headers("www-authenticate")
        val isRefusal =
            (status == UNAUTHORIZED || status == FORBIDDEN) &&
                Challenge.parse(challenges).any { challenge ->
                    AccessTokenType.find(challenge.scheme) != null && OAuthError.isCode(challenge.parameters["error"].orEmpty())
                }
        if (!isRefusal) return null
        val sentAs = result.scheme?.let(AccessTokenType::find) ?: AccessTokenType.BEARER
        return ResourceErrorReader.decode(status, challenges, text, sentAs, result.secrets) as? OAuthException
    }

    private fun scopeOf(refusal: OAuthException?): String? =
        (refusal as? InsufficientScopeException)?.scope?.let { "It requires the scope \"$it\"." }

    private fun wordsOf(json: JsonElement?): String? {
        if (json !is JsonObject) return null
        val title = json.string("title")
        val detail = json.string("detail")
        val problem = listOfNotNull(title, detail).joinToString(": ").ifEmpty { null }
        return problem ?: json.string("message") ?: json.string("error_description") ?: json.string("error")
    }

    private fun adviceFor(status: Int): String? =
        when {
            status == UNAUTHORIZED -> "The API requires a token, or does not accept the one that was sent."
            status == FORBIDDEN -> "The token, or its user, may not do that."
            status == NOT_FOUND -> "Check the path, and the URL of the client."
            status == TOO_MANY -> "There were too many requests. Try again later."
            status >= FIRST_OF_SERVER -> "The API has failed. Try again later."
            else -> null
        }

    private fun detailOf(
        json: JsonElement?,
        text: String,
        redaction: Redaction,
    ): String? {
        val isJson = json is JsonObject || json is JsonArray
        if (json != null && isJson && text.length <= MAX_JSON_DETAIL) return redaction.of(json).toString()
        return redaction.of(text.take(MAX_SEARCHED)).printable(MAX_DETAIL).ifEmpty { null }
    }
}
